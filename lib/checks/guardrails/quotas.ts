import { type Quota } from '../../values/guardrail-limits';
import { quotaBreaches } from '../analysis/quota';
import { type Rule } from '../rule/rule';

/** Guardrail that namespaces stay within cluster quotas that are not among the manifests. */
export function withinQuotas(quotas: readonly Quota[]): Rule {
  return {
    id: 'KSG007',
    title: 'namespaces stay within their quotas at maximum replicas',
    topic: 'correctness',
    severity: 'error',
    reason: 'the quota refuses the pods that a peak needs, and the autoscaler cannot reach its maximum',
    whatToChange: 'lower maxReplicas or the requests, or have the quota raised',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const quota of quotas) yield* quotaBreaches(manifests, quota);
    },
  };
}
