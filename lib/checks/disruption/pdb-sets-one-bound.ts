import { valueAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const pdbSetsOneBound: Rule = {
  id: 'KSC021',
  title: 'PodDisruptionBudget sets exactly one of minAvailable and maxUnavailable',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses a budget with both bounds, or with a bound that is neither a count nor a percentage',
  whatToChange: 'keep maxUnavailable, which stays correct when the number of replicas changes',
  source: 'kubernetes pkg/apis/policy/validation, ValidatePodDisruptionBudgetSpec',
  *check(manifests) {
    for (const budget of manifests.ofKind('PodDisruptionBudget', 'policy')) {
      const bounds = ['minAvailable', 'maxUnavailable'].filter((name) => (valueAt(budget, 'spec', name) ?? undefined) !== undefined);
      if (bounds.length > 1) yield { manifest: budget, message: 'sets both minAvailable and maxUnavailable; keep maxUnavailable' };
      for (const name of bounds) {
        const bound = valueAt(budget, 'spec', name);
        if (!isCountOrPercent(bound)) yield { manifest: budget, message: `${name} must be a whole number or a percentage up to 100%, got ${JSON.stringify(bound)}` };
      }
    }
  },
};

function isCountOrPercent(bound: unknown): boolean {
  if (typeof bound === 'number') return Number.isInteger(bound) && bound >= 0;
  return typeof bound === 'string' && /^(100|\d{1,2})%$/.test(bound);
}
