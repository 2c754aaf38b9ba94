import { valueAt } from '../../manifest/fields';
import { boundOf, fewestPods } from '../analysis/budgets';
import { type Rule } from '../rule/rule';

export const pdbKeepsAPod: Rule = {
  id: 'KSC091',
  title: 'a disruption budget keeps a pod when there are fewest',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a budget is often written for the usual number of replicas; at the fewest that the autoscaler keeps, the same maxUnavailable lets a drain take all of them at once',
  whatToChange: 'keep maxUnavailable below the fewest replicas, as maxUnavailable 1 always is',
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
