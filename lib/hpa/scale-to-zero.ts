import { isTrue, removeCondition, setCondition } from './conditions';
import type { ControllerParameters } from './parameters';
import type { Condition, DefaultedHorizontalPodAutoscalerSpec, Milliseconds } from './types';

/** From 1.36 on a condition tells a workload that the autoscaler put to zero from one that a human did. */
const CONDITION_SINCE = 36;

/** Decides whether a workload at zero is reconciled, or stays disabled. */
export function shouldComputeMetricsForZeroReplicas(
  spec: DefaultedHorizontalPodAutoscalerSpec, conditions: readonly Condition[], parameters: ControllerParameters,
): boolean {
  if (parameters.kubernetesMinor < CONDITION_SINCE) return spec.minReplicas === 0;
  const scaledToZero = parameters.featureGates.HPAScaleToZero && isTrue(conditions, 'ScaledToZero');
  return scaledToZero && (spec.minReplicas !== 0 || hasObjectOrExternalMetrics(spec));
}

/** Keeps the condition when a workload is left asleep: without the gate it is taken away. */
export function markAsleep(conditions: Condition[], parameters: ControllerParameters): void {
  if (parameters.kubernetesMinor >= CONDITION_SINCE && !parameters.featureGates.HPAScaleToZero) removeCondition(conditions, 'ScaledToZero');
}

/** Keeps the condition when the scale was written. */
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
