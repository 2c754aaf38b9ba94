import type { ScaleEventLog } from './scale-event-log';
import type { DefaultedScalingRules, HorizontalPodAutoscalerBehavior, Milliseconds } from './types';

/** Returns the replicas added or removed since the start of the period. */
export function getReplicasChangePerPeriod(periodSeconds: number, events: ScaleEventLog, now: Milliseconds): number {
  return events.changeInPeriod(periodSeconds * 1000, now);
}

/** Stores a scale event of the autoscaler, if a behavior needs it. */
export function storeScaleEvent(
  behavior: HorizontalPodAutoscalerBehavior | undefined,
  scaleUpEvents: ScaleEventLog,
  scaleDownEvents: ScaleEventLog,
  prevReplicas: number,
  newReplicas: number,
  now: Milliseconds,
): void {
  if (!behavior) return;
  const up = newReplicas > prevReplicas;
  const events = up ? scaleUpEvents : scaleDownEvents;
  const longest = getLongestPolicyPeriod(up ? behavior.scaleUp : behavior.scaleDown);
  events.record(Math.abs(newReplicas - prevReplicas), longest * 1000, now);
}

/** Returns the longest policy period in seconds; 0 without policies. */
export function getLongestPolicyPeriod(rules: DefaultedScalingRules): number {
  let longest = 0;
  for (const { periodSeconds } of rules.policies) longest = Math.max(longest, periodSeconds);
  return longest;
}
