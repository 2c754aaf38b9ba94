import { float64ToInt32, MAX_INT32 } from './integers';
import type { ScaleEventLog } from './scale-event-log';
import { getReplicasChangePerPeriod } from './scale-events';
import type { DefaultedScalingRules, Milliseconds, PolicyLimit, ScalingPolicyRule } from './types';

const MIN_INT32 = -MAX_INT32 - 1;

/** Returns the maximum number of replicas that the scale-up policies allow. */
export function calculateScaleUpLimitWithScalingRules(
  currentReplicas: number, scaleUpEvents: ScaleEventLog, scaleDownEvents: ScaleEventLog, rules: DefaultedScalingRules, now: Milliseconds,
): PolicyLimit {
  return limitOf('scaleUp', currentReplicas, scaleUpEvents, scaleDownEvents, rules, now);
}

/** Returns the minimum number of replicas that the scale-down policies allow. */
export function calculateScaleDownLimitWithBehaviors(
  currentReplicas: number, scaleUpEvents: ScaleEventLog, scaleDownEvents: ScaleEventLog, rules: DefaultedScalingRules, now: Milliseconds,
): PolicyLimit {
  return limitOf('scaleDown', currentReplicas, scaleUpEvents, scaleDownEvents, rules, now);
}

/** Selects the largest change among the limits of all policies, or the smallest with `selectPolicy: Min`. */
function limitOf(
  direction: 'scaleUp' | 'scaleDown',
  currentReplicas: number,
  scaleUpEvents: ScaleEventLog,
  scaleDownEvents: ScaleEventLog,
  rules: DefaultedScalingRules,
  now: Milliseconds,
): PolicyLimit {
  if (rules.selectPolicy === 'Disabled') return { direction, limit: currentReplicas };
  const wantsHighest = (direction === 'scaleUp') !== (rules.selectPolicy === 'Min');
  let limit = wantsHighest ? MIN_INT32 : MAX_INT32;
  let chosen: ScalingPolicyRule | undefined;
  let chosenStart: number | undefined;
  for (const policy of rules.policies) {
    const added = getReplicasChangePerPeriod(policy.periodSeconds, scaleUpEvents, now);
    const deleted = getReplicasChangePerPeriod(policy.periodSeconds, scaleDownEvents, now);
    const start = (currentReplicas - added + deleted) | 0;
    const proposed = direction === 'scaleUp' ? raised(start, policy) : lowered(start, policy);
    if (chosen !== undefined && (wantsHighest ? proposed <= limit : proposed >= limit)) continue;
    limit = proposed;
    chosen = policy;
    chosenStart = start;
  }
  return { direction, limit, policy: chosen, periodStartReplicas: chosenStart };
}

/** Returns the limit of one policy. Percentages are rounded up, so that small workloads can grow. */
function raised(start: number, policy: ScalingPolicyRule): number {
  return policy.type === 'Pods' ? (start + policy.value) | 0 : float64ToInt32(Math.ceil(start * (1 + policy.value / 100)));
}

function lowered(start: number, policy: ScalingPolicyRule): number {
  return policy.type === 'Pods' ? (start - policy.value) | 0 : float64ToInt32(start * (1 - policy.value / 100));
}
