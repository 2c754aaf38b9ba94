import { describeManifest, type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type ReportedFinding } from './check-report';

/** Findings of one workload, including its autoscaler, Service, budget and policies. */
export interface FindingGroup {
  /** Workload, or the object itself if it belongs to none. */
  readonly heading: string;
  readonly findings: readonly ReportedFinding[];
}

/** Groups findings by workload, in order of first occurrence. */
export function groupByWorkload(findings: readonly ReportedFinding[], index: ManifestIndex): FindingGroup[] {
  const groups = new Map<string, ReportedFinding[]>();
  for (const reported of findings) {
    const heading = describeManifest(workloadOf(index, reported.finding.manifest));
    const group = groups.get(heading);
    if (group) group.push(reported);
    else groups.set(heading, [reported]);
  }
  return Array.from(groups, ([heading, each]) => ({ heading, findings: each }));
}

function workloadOf(index: ManifestIndex, manifest: Manifest): Manifest {
  if (index.podTemplateOf(manifest)) return manifest;
  const target = index.scaleTargetOf(manifest);
  if (target) return target;
  return ['Service', 'PodDisruptionBudget'].includes(manifest.kind) ? index.workloadsSelectedBy(manifest)[0] ?? manifest : manifest;
}
