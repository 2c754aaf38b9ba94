import { valueAt } from '../../values/fields';
import { boundOf, fewestPods } from '../analysis/budgets';
import { type Rule } from '../rule/rule';

export const pdbKeepsAPod: Rule = {
  id: 'KSC091',
  title: 'PodDisruptionBudget keeps a pod at the minimum replicas',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a budget written for the usual number of replicas may let a drain evict all of them at once at the minimum of the autoscaler',
  whatToChange: 'keep maxUnavailable below the minimum replicas, such as maxUnavailable: 1',
  source: 'kubernetes pkg/controller/disruption, which rounds a percentage up',
  *check(manifests) {
    for (const budget of manifests.ofKind('PodDisruptionBudget', 'policy')) {
      const fewest = fewestPods(manifests, budget);
      if (fewest === undefined || fewest < 2) continue;
      const gone = boundOf(budget, 'maxUnavailable', fewest);
      if (gone === undefined || gone < fewest) continue;
      const written = String(valueAt(budget, 'spec', 'maxUnavailable'));
      yield { manifest: budget, message: `maxUnavailable is ${written}, which allows all ${fewest} replicas of the minimum: a drain may evict every pod; use maxUnavailable: 1` };
    }
  },
};
