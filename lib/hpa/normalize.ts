import { setCondition } from './conditions';
import { convertDesiredReplicasWithBehaviorRate, type ConvertedReplicas, convertDesiredReplicasWithRules } from './convert-desired-replicas';
import type { ControllerParameters } from './parameters';
import type { Recommendations } from './recommendation-window';
import { stabilizationReason, stabilizationWindows, stabilizeRecommendation, stabilizeRecommendationWithBehaviors } from './stabilize';
import type { ControllerMemory } from './state';
import type { Condition, ConditionReason, DefaultedHorizontalPodAutoscalerSpec, HorizontalPodAutoscalerBehavior, Milliseconds } from './types';

export interface NormalizedReplicas {
  readonly stabilized: number;
  readonly converted: ConvertedReplicas;
}

/** Applies stabilization, limits and bounds to a recommendation, without a behavior. */
export function normalizeDesiredReplicas(
  spec: DefaultedHorizontalPodAutoscalerSpec, recommendations: Recommendations, currentReplicas: number, desiredReplicas: number, conditions: Condition[],
  now: Milliseconds, parameters: ControllerParameters,
): NormalizedReplicas {
  const stabilized = stabilizeRecommendation(recommendations, desiredReplicas, now, parameters.downscaleStabilization);
  setAbleToScale(conditions, stabilized !== desiredReplicas, 'ScaleDownStabilized', now);
  const converted = convertDesiredReplicasWithRules(currentReplicas, stabilized, spec.minReplicas, spec.maxReplicas, parameters);
  setScalingLimited(conditions, converted, stabilized, now);
  return { stabilized, converted };
}

/** Applies stabilization, policies and bounds to a recommendation, with a behavior. */
export function normalizeDesiredReplicasWithBehaviors(
  spec: DefaultedHorizontalPodAutoscalerSpec, behavior: HorizontalPodAutoscalerBehavior, recommendations: Recommendations, memory: ControllerMemory,
  currentReplicas: number, desiredReplicas: number, conditions: Condition[], now: Milliseconds, parameters: ControllerParameters,
): NormalizedReplicas {
  const windows = stabilizationWindows(behavior, parameters.downscaleStabilization);
  const stabilized = stabilizeRecommendationWithBehaviors(recommendations, currentReplicas, desiredReplicas, now, windows);
  setAbleToScale(conditions, stabilized !== desiredReplicas, stabilizationReason(currentReplicas, desiredReplicas), now);
  const converted = convertDesiredReplicasWithBehaviorRate(
    currentReplicas, stabilized, spec.minReplicas, spec.maxReplicas, behavior, memory.scaleUpEvents, memory.scaleDownEvents, now,
  );
  setScalingLimited(conditions, converted, stabilized, now);
  return { stabilized, converted };
}

function setAbleToScale(conditions: Condition[], heldBack: boolean, reason: ConditionReason, now: Milliseconds): void {
  setCondition(conditions, 'AbleToScale', 'True', heldBack ? reason : 'ReadyForNewScale', now);
}

function setScalingLimited(conditions: Condition[], { replicas, reason }: ConvertedReplicas, stabilized: number, now: Milliseconds): void {
  setCondition(conditions, 'ScalingLimited', replicas === stabilized ? 'False' : 'True', reason, now);
}
