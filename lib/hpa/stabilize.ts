import type { Recommendations, StabilizationWindows } from './recommendation-window';
import type { ConditionReason, DefaultedScalingRules, HorizontalPodAutoscalerBehavior, Milliseconds } from './types';

/**
 * Stabilizes a recommendation without a behavior: returns the highest recommendation of the window. Records the new
 * one.
 */
export function stabilizeRecommendation(
  recommendations: Recommendations, desiredReplicas: number, now: Milliseconds, downscaleStabilization: Milliseconds,
): number {
  recommendations.advance(now, { up: 0, down: downscaleStabilization, edgeCounts: true });
  const highest = recommendations.highestOr(desiredReplicas);
  recommendations.record(desiredReplicas, now);
  return highest;
}

/**
 * Stabilizes a recommendation with a behavior: returns the current replicas, clamped to what both windows allow.
 * Records the new recommendation.
 */
export function stabilizeRecommendationWithBehaviors(
  recommendations: Recommendations, currentReplicas: number, desiredReplicas: number, now: Milliseconds, windows: StabilizationWindows,
): number {
  recommendations.advance(now, windows);
  const lowest = recommendations.lowestOr(desiredReplicas);
  const highest = recommendations.highestOr(desiredReplicas);
  recommendations.record(desiredReplicas, now);
  return Math.min(Math.max(currentReplicas, lowest), highest);
}

/** Returns the reason for a stabilized recommendation. */
export function stabilizationReason(currentReplicas: number, desiredReplicas: number): ConditionReason {
  return desiredReplicas >= currentReplicas ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
}

/**
 * Returns the stabilization windows of a behavior; for scaleDown without one, the controller's own, in whole seconds.
 */
export function stabilizationWindows(behavior: HorizontalPodAutoscalerBehavior, downscaleStabilization: Milliseconds): StabilizationWindows {
  return {
    up: windowOf(behavior.scaleUp) ?? 0,
    down: windowOf(behavior.scaleDown) ?? Math.trunc(downscaleStabilization / 1000) * 1000,
    edgeCounts: false,
  };
}

function windowOf(rules: DefaultedScalingRules): Milliseconds | undefined {
  return rules.stabilizationWindowSeconds === undefined ? undefined : rules.stabilizationWindowSeconds * 1000;
}
