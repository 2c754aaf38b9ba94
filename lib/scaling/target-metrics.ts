import { type ApiObject } from 'cdk8s';
import { type ScalingMetric } from './scaling-metric';

type Adaptation = (metric: ScalingMetric) => ScalingMetric;

const ADAPTATIONS = new WeakMap<ApiObject, Adaptation>();

/**
 * Declares how the pods of a workload expose a metric, for every policy of the app that targets the workload. The
 * adaptation has to be idempotent.
 */
export function adaptMetricsOf(workload: ApiObject, adaptation: Adaptation): void {
  ADAPTATIONS.set(workload, adaptation);
}

/** Returns metrics as the pods of the workload expose them. */
export function adaptedMetrics(workload: ApiObject, metrics: readonly ScalingMetric[]): ScalingMetric[] {
  return metrics.map(ADAPTATIONS.get(workload) ?? ((metric) => metric));
}
