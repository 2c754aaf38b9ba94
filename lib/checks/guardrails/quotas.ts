import { type Quota } from '../../values/guardrail-limits';
import { quotaBreaches } from '../analysis/quota';
import { type Rule } from '../rule/rule';

/** Namespaces keep to quotas that the cluster has, though no manifest here shows them. */
export function withinQuotas(quotas: readonly Quota[]): Rule {
  return {
    id: 'KSG007',
    title: 'namespaces keep to their quotas at the most replicas',
    topic: 'correctness',
    severity: 'error',
    reason: 'a quota refuses the pods that a peak needs, and the autoscaler asks for them in vain',
    whatToChange: 'lower maxReplicas or the requests, or have the quota raised',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const quota of quotas) yield* quotaBreaches(manifests, quota);
    },
  };
}
