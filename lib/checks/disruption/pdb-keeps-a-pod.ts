import { valueAt } from '../../values/fields';
import { boundOf, fewestPods } from '../analysis/budgets';
import { type Rule } from '../rule/rule';

export const pdbKeepsAPod: Rule = {
  id: 'KSC091',
  title: 'PodDisruptionBudget keeps a pod at the minimum replicas',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a budget is often written for the usual number of replicas; at the minimum of the autoscaler the same maxUnavailable lets a drain evict all of them at once',
  whatToChange: 'keep maxUnavailable below the minimum replicas, as maxUnavailable: 1 is',
  source: 'kubernetes pkg/controller/disruption, which rounds a percentage up',
  *check(manifests) {
    for (const budget of manifests.ofKind('PodDisruptionBudget', 'policy')) {
      const fewest = fewestPods(manifests, budget);
      if (fewest === undefined || fewest < 2) continue;
      const gone = boundOf(budget, 'maxUnavailable', fewest);
      if (gone === undefined || gone < fewest) continue;
      const written = String(valueAt(budget, 'spec', 'maxUnavailable'));
      yield { manifest: budget, message: `maxUnavailable ${written} is all of the fewest replicas (${fewest}): a drain may evict every pod; use maxUnavailable 1` };
    }
  },
};
