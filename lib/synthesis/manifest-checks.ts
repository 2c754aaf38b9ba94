import { type IConstruct } from 'constructs';
import { describeDemand, fails, type Finding, formatFinding, guardrailFindings, runChecks, type TargetCluster } from '../checks';
import { Cluster } from '../kube/cluster';
import { type FinalApp, type Inspection, type SynthesisHook } from '../kube/synthesis';
import { type Manifest } from '../manifest/manifest';
import { ManifestIndex } from '../manifest/manifest-index';
import { missingSecrets } from './secret-references';

/** Runs the checks on the final manifests of an app. Entry point from the constructs to the checks. */
export const MANIFEST_CHECKS: SynthesisHook = {
  inspect(app): Inspection {
    const findings = findingsOf(app);
    return {
      errors: findings.filter(fails).map(formatFinding),
      report: (notes) => reportOf(app, findings, notes),
    };
  },
};

/** Returns all findings of an app, including violations of its guardrails. */
export function findingsOf({ root, objects, guardrails }: FinalApp): Finding[] {
  const manifests = manifestsOf(objects);
  const owned = new Set(manifestsOf(objects.filter((each) => each.owned)));
  const targets = new Map<Cluster, TargetCluster>();
  const targetAt = (scope: IConstruct): TargetCluster => {
    const cluster = Cluster.of(scope);
    const target = targets.get(cluster) ?? targetOf(cluster);
    targets.set(cluster, target);
    return target;
  };
  const byManifest = new Map(objects.map(({ object, manifest }) => [manifest as Manifest, targetAt(object)]));
  const found = runChecks(manifests, { owned: (manifest) => owned.has(manifest), clusterOf: (manifest) => byManifest.get(manifest) ?? targetAt(root) });
  return [...found, ...guardrails.flatMap((limits) => guardrailFindings(manifests, limits))];
}

function targetOf({ kubernetesVersion, featureGates, _keda: kedaVersion, _isAssumed: isAssumed }: Cluster): TargetCluster {
  return { kubernetesVersion, featureGates, isAssumed, ...(kedaVersion && { kedaVersion }) };
}

/**
 * Formats the report. Findings of the topic practice are summarized in one line, since a synthesis also contains
 * objects from other libraries.
 */
function reportOf({ objects, demand }: FinalApp, findings: readonly Finding[], notes: readonly string[]): readonly string[] {
  const isGeneral = ({ rule, suppression }: Finding): boolean => rule.topic === 'practice' && suppression === undefined;
  const general = findings.filter(isGeneral).length;
  const all = manifestsOf(objects);
  return [
    ...findings.filter((finding) => !isGeneral(finding)).map(formatFinding),
    ...(general > 0 ? [`${general} more ${general === 1 ? 'warning' : 'warnings'} about practice; list them with 'npx cdk8s-kotaemon check' on the output folder`] : []),
    ...notes,
    ...missingSecrets(manifestsOf(objects.filter(({ owned }) => owned)), all, notes),
    ...(demand ? [describeDemand(new ManifestIndex(all), demand.prices)] : []),
  ];
}

function manifestsOf(objects: FinalApp['objects']): Manifest[] {
  return objects.map(({ manifest }) => manifest as Manifest);
}
