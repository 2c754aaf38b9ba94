import { valueAt } from '../../manifest/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { fewestReplicas } from '../autoscalers';
import { type Rule } from '../rule';

export const disruptionBudgetAllowsDrain: Rule = {
  id: 'KSC009',
  title: 'a disruption budget lets a node be drained',
  topic: 'correctness',
  severity: 'error',
  reason: 'a budget that never allows an eviction blocks every node drain and upgrade, for ever',
  whatToChange: 'use maxUnavailable 1, or keep minAvailable below the fewest replicas',
  source: 'kubernetes docs, specifying a disruption budget',
  *check(manifests) {
    for (const budget of manifests.ofKind('PodDisruptionBudget', 'policy')) {
      const blocked = whatBlocks(budget, fewestPods(manifests, budget));
      if (blocked) yield { manifest: budget, message: `${blocked}: no pod can ever be evicted; use maxUnavailable 1` };
    }
  },
};

/** How many pods a budget counts when they are fewest: all of them together. A drain leaves those of a DaemonSet where they are. */
function fewestPods(manifests: ManifestIndex, budget: Manifest): number {
  const workloads = manifests.workloadsSelectedBy(budget).filter(({ kind }) => kind !== 'DaemonSet');
  return workloads.length === 0 ? Infinity : workloads.reduce((sum, workload) => sum + fewestReplicas(manifests, workload), 0);
}

function whatBlocks(budget: Manifest, fewest: number): string | undefined {
  const maxUnavailable = valueAt(budget, 'spec', 'maxUnavailable');
  if (maxUnavailable === 0 || maxUnavailable === '0%') return `maxUnavailable is ${maxUnavailable}`;
  const minAvailable = valueAt(budget, 'spec', 'minAvailable');
  if (minAvailable === '100%') return 'minAvailable is 100%';
  const percent = typeof minAvailable === 'string' ? /^(\d+)%$/.exec(minAvailable) : null;
  const needed = percent ? Math.ceil(fewest * Number(percent[1]) / 100) : minAvailable;
  if (typeof needed === 'number' && needed >= fewest && needed > 0) {
    return `minAvailable ${minAvailable} is not below the fewest replicas (${fewest})`;
  }
  return undefined;
}
