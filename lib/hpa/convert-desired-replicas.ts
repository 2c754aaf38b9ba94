import { float64ToInt32 } from './integers';
import type { ControllerParameters } from './parameters';
import { calculateScaleDownLimitWithBehaviors, calculateScaleUpLimitWithScalingRules } from './policy-limits';
import type { ScaleEventLog } from './scale-event-log';
import type { ConditionReason, HorizontalPodAutoscalerBehavior, Milliseconds, PolicyLimit } from './types';

export interface ConvertedReplicas {
  readonly replicas: number;
  readonly reason: ConditionReason;
  /** Policy that set the limit; undefined if no policy did. */
  readonly policyLimit?: PolicyLimit;
}

/** Applies the bounds and the growth limit of one sync, without a behavior. */
export function convertDesiredReplicasWithRules(
  currentReplicas: number, desiredReplicas: number, minReplicas: number, maxReplicas: number, parameters: ControllerParameters,
): ConvertedReplicas {
  const scaleUpLimit = calculateScaleUpLimit(currentReplicas, parameters);
  if (desiredReplicas < minReplicas) return { replicas: minReplicas, reason: 'TooFewReplicas' };
  if (desiredReplicas > Math.min(maxReplicas, scaleUpLimit)) {
    return maxReplicas > scaleUpLimit ? { replicas: scaleUpLimit, reason: 'ScaleUpLimit' } : { replicas: maxReplicas, reason: 'TooManyReplicas' };
  }
  return { replicas: desiredReplicas, reason: 'DesiredWithinRange' };
}

/** Returns the scale-up limit of one sync without a behavior. */
export function calculateScaleUpLimit(currentReplicas: number, parameters: ControllerParameters): number {
  return float64ToInt32(Math.max(parameters.scaleUpLimitFactor * currentReplicas, parameters.scaleUpLimitMinimum));
}

/** Applies the bounds and the policies of a behavior. */
export function convertDesiredReplicasWithBehaviorRate(
  currentReplicas: number,
  desiredReplicas: number,
  minReplicas: number,
  maxReplicas: number,
  behavior: HorizontalPodAutoscalerBehavior,
  scaleUpEvents: ScaleEventLog,
  scaleDownEvents: ScaleEventLog,
  now: Milliseconds,
): ConvertedReplicas {
  if (desiredReplicas > currentReplicas) {
    const policyLimit = calculateScaleUpLimitWithScalingRules(currentReplicas, scaleUpEvents, scaleDownEvents, behavior.scaleUp, now);
    const limit = Math.max(policyLimit.limit, currentReplicas);
    if (desiredReplicas > Math.min(maxReplicas, limit)) {
      return limit < maxReplicas ? { replicas: limit, reason: 'ScaleUpLimit', policyLimit } : { replicas: maxReplicas, reason: 'TooManyReplicas', policyLimit };
    }
    return { replicas: desiredReplicas, reason: 'DesiredWithinRange', policyLimit };
  }
  if (desiredReplicas < currentReplicas) {
    const policyLimit = calculateScaleDownLimitWithBehaviors(currentReplicas, scaleUpEvents, scaleDownEvents, behavior.scaleDown, now);
    const limit = Math.min(policyLimit.limit, currentReplicas);
    if (desiredReplicas < Math.max(minReplicas, limit)) {
      return limit > minReplicas ? { replicas: limit, reason: 'ScaleDownLimit', policyLimit } : { replicas: minReplicas, reason: 'TooFewReplicas', policyLimit };
    }
    return { replicas: desiredReplicas, reason: 'DesiredWithinRange', policyLimit };
  }
  return { replicas: desiredReplicas, reason: 'DesiredWithinRange' };
}
