import { numberAt, valueAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { fewestReplicas, mostReplicas } from './autoscalers';

/** The workloads whose pods a budget counts. A drain leaves those of a DaemonSet where they are. */
function countedWorkloads(manifests: ManifestIndex, budget: Manifest): Manifest[] {
  return manifests.workloadsSelectedBy(budget).filter(({ kind }) => kind !== 'DaemonSet');
}

/**
 * Fewest pods that a PodDisruptionBudget counts, over all its workloads; undefined where no workload is among the
 * manifests.
 */
export function fewestPods(manifests: ManifestIndex, budget: Manifest): number | undefined {
  const workloads = countedWorkloads(manifests, budget);
  return workloads.length === 0 ? undefined : workloads.reduce((sum, workload) => sum + fewestReplicas(manifests, workload), 0);
}

/**
 * Most pods that a PodDisruptionBudget counts; undefined where no workload is among the manifests, or where one leaves
 * its replicas out, so that an autoscaler elsewhere may set them.
 */
export function mostPods(manifests: ManifestIndex, budget: Manifest): number | undefined {
  const workloads = countedWorkloads(manifests, budget);
  const isKnown = (workload: Manifest): boolean => (
    manifests.hpasOf(workload).length + manifests.scaledObjectsOf(workload).length > 0 || numberAt(workload, 'spec', 'replicas') !== undefined
  );
  return workloads.length > 0 && workloads.every(isKnown) ? workloads.reduce((sum, workload) => sum + mostReplicas(manifests, workload), 0) : undefined;
}

/** One bound of a budget as a number of pods; a share is rounded up, as the disruption controller does. */
export function boundOf(budget: Manifest, bound: 'minAvailable' | 'maxUnavailable', pods: number): number | undefined {
  const value = valueAt(budget, 'spec', bound);
  if (typeof value === 'number') return value;
  const percent = typeof value === 'string' ? /^(\d+)%$/.exec(value)?.[1] : undefined;
  return percent === undefined ? undefined : Math.ceil(pods * Number(percent) / 100);
}
