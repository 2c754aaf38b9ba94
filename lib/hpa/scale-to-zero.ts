import { isTrue, removeCondition, setCondition } from './conditions';
import type { ControllerParameters } from './parameters';
import type { Condition, DefaultedHorizontalPodAutoscalerSpec, Milliseconds } from './types';

/**
 * Minor version from which a condition distinguishes a workload that the autoscaler scaled to zero from one scaled by
 * hand.
 */
const CONDITION_SINCE = 36;

/** Returns true if a workload at zero is reconciled; otherwise its autoscaling stays disabled. */
export function shouldComputeMetricsForZeroReplicas(
  spec: DefaultedHorizontalPodAutoscalerSpec, conditions: readonly Condition[], parameters: ControllerParameters,
): boolean {
  if (parameters.kubernetesMinor < CONDITION_SINCE) return spec.minReplicas === 0;
  const scaledToZero = parameters.featureGates.HPAScaleToZero && isTrue(conditions, 'ScaledToZero');
  return scaledToZero && (spec.minReplicas !== 0 || hasObjectOrExternalMetrics(spec));
}

/** Updates the condition of a workload that stays at zero: without the feature gate it is removed. */
export function markAsleep(conditions: Condition[], parameters: ControllerParameters): void {
  if (parameters.kubernetesMinor >= CONDITION_SINCE && !parameters.featureGates.HPAScaleToZero) removeCondition(conditions, 'ScaledToZero');
}

/** Updates the condition after a write of the scale. */
export function markRescaled(
  conditions: Condition[], spec: DefaultedHorizontalPodAutoscalerSpec, currentReplicas: number, desiredReplicas: number, now: Milliseconds,
  parameters: ControllerParameters,
): void {
  if (parameters.kubernetesMinor < CONDITION_SINCE) return;
  if (!parameters.featureGates.HPAScaleToZero) {
    removeCondition(conditions, 'ScaledToZero');
    return;
  }
  const toZero = currentReplicas > 0 && desiredReplicas === 0 && hasObjectOrExternalMetrics(spec);
  setCondition(conditions, 'ScaledToZero', toZero ? 'True' : 'False', toZero ? 'ScaledToZero' : 'NotScaledToZero', now);
}

function hasObjectOrExternalMetrics(spec: DefaultedHorizontalPodAutoscalerSpec): boolean {
  return spec.metrics.some(({ type }) => type === 'Object' || type === 'External');
}
