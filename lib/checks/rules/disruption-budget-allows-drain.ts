import { valueAt } from '../../manifest/fields';
import { type Manifest } from '../../manifest/manifest';
import { boundOf, fewestPods } from '../budgets';
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
      const blocked = whatBlocks(budget, fewestPods(manifests, budget) ?? Infinity);
      if (blocked) yield { manifest: budget, message: `${blocked}: no pod can ever be evicted; use maxUnavailable 1` };
    }
  },
};

function whatBlocks(budget: Manifest, fewest: number): string | undefined {
  const maxUnavailable = valueAt(budget, 'spec', 'maxUnavailable');
  if (maxUnavailable === 0 || maxUnavailable === '0%') return `maxUnavailable is ${maxUnavailable}`;
  const minAvailable = valueAt(budget, 'spec', 'minAvailable');
  if (minAvailable === '100%') return 'minAvailable is 100%';
  const needed = boundOf(budget, 'minAvailable', fewest);
  if (needed !== undefined && needed >= fewest && needed > 0) {
    return `minAvailable ${String(minAvailable)} is not below the fewest replicas (${fewest})`;
  }
  return undefined;
}
