import { valueAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { boundOf, fewestPods, mostPods } from '../analysis/budgets';
import { type Rule, type Violation } from '../rule/rule';

export const pdbAllowsDrain: Rule = {
  id: 'KSC009',
  title: 'PodDisruptionBudget allows node drains',
  topic: 'correctness',
  severity: 'error',
  reason: 'a budget that never allows an eviction blocks every node drain and upgrade',
  whatToChange: 'use maxUnavailable: 1, or keep minAvailable below the minimum replicas',
  source: 'kubernetes docs, specifying a disruption budget',
  *check(manifests) {
    for (const budget of manifests.ofKind('PodDisruptionBudget', 'policy')) {
      yield* blocksDrain(manifests, budget);
    }
  },
};

function* blocksDrain(manifests: ManifestIndex, budget: Manifest): Iterable<Violation> {
  const never = whatBlocksAlways(budget);
  if (never !== undefined) return yield { manifest: budget, message: `${never}: no pod can ever be evicted; use maxUnavailable: 1` };
  const fewest = fewestPods(manifests, budget);
  if (fewest === undefined || !needsAll(budget, fewest)) return;
  const bound = `minAvailable is ${String(valueAt(budget, 'spec', 'minAvailable'))} and`;
  const most = mostPods(manifests, budget);
  if (most !== undefined && needsAll(budget, most)) {
    yield { manifest: budget, message: `${bound} the maximum is ${most} replicas: no pod can ever be evicted; use maxUnavailable: 1` };
  } else {
    yield { manifest: budget, message: `${bound} the minimum is ${fewest} replicas: at the minimum no pod can be evicted; use maxUnavailable: 1`, severity: 'warning' };
  }
}

function whatBlocksAlways(budget: Manifest): string | undefined {
  const maxUnavailable = valueAt(budget, 'spec', 'maxUnavailable');
  if (maxUnavailable === 0 || maxUnavailable === '0%') return `maxUnavailable is ${maxUnavailable}`;
  return valueAt(budget, 'spec', 'minAvailable') === '100%' ? 'minAvailable is 100%' : undefined;
}

function needsAll(budget: Manifest, pods: number): boolean {
  const needed = boundOf(budget, 'minAvailable', pods);
  return needed !== undefined && needed > 0 && needed >= pods;
}
