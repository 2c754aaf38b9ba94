import { float64ToInt32, MAX_INT32 } from './integers';
import type { ScaleEventLog } from './scale-event-log';
import { getReplicasChangePerPeriod } from './scale-events';
import type { DefaultedScalingRules, Milliseconds, PolicyLimit, ScalingPolicyRule } from './types';

const MIN_INT32 = -MAX_INT32 - 1;

/** How many replicas the policies allow a scale-up to reach. */
export function calculateScaleUpLimitWithScalingRules(
  currentReplicas: number, scaleUpEvents: ScaleEventLog, scaleDownEvents: ScaleEventLog, rules: DefaultedScalingRules, now: Milliseconds,
): PolicyLimit {
  return limitOf('scaleUp', currentReplicas, scaleUpEvents, scaleDownEvents, rules, now);
}

/** How few replicas the policies allow a scale-down to reach. */
export function calculateScaleDownLimitWithBehaviors(
  currentReplicas: number, scaleUpEvents: ScaleEventLog, scaleDownEvents: ScaleEventLog, rules: DefaultedScalingRules, now: Milliseconds,
): PolicyLimit {
  return limitOf('scaleDown', currentReplicas, scaleUpEvents, scaleDownEvents, rules, now);
}

/** Of the proposals of all policies the one that changes most, or with `selectPolicy: Min` least. */
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

/** Percentages are rounded up, lest a small workload never grow. */
function raised(start: number, policy: ScalingPolicyRule): number {
  return policy.type === 'Pods' ? (start + policy.value) | 0 : float64ToInt32(Math.ceil(start * (1 + policy.value / 100)));
}

function lowered(start: number, policy: ScalingPolicyRule): number {
  return policy.type === 'Pods' ? (start - policy.value) | 0 : float64ToInt32(start * (1 - policy.value / 100));
}
