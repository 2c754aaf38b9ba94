import { computeReplicasForMetric, failedReason } from './compute-replicas-for-metric';
import { setCondition } from './conditions';
import type { ControllerParameters } from './parameters';
import { tolerancesForHpa } from './tolerance';
import type { Condition, ConditionReason, DefaultedHorizontalPodAutoscalerSpec, MetricProposal, MetricReading, MetricStatus, Observation } from './types';

const NOTHING_READ: MetricReading = { error: 'no metrics returned from the metrics API' };
const FAILED_STATUS: MetricStatus = {};

/** Combined result of all metrics. */
export interface MetricsOutcome {
  /** Highest proposal; undefined if the sync cannot decide and must not change the scale. */
  readonly replicas?: number;
  /** Index of the metric with the highest proposal. */
  readonly deciding?: number;
  /** Status of each metric of the spec; undefined if the selector is unusable, so that no metric is read. */
  readonly statuses?: readonly MetricStatus[];
  readonly proposals?: readonly MetricProposal[];
  /** Error of a metric or of the selector; a proposal can exist nevertheless. */
  readonly error?: string;
}

/**
 * Computes the highest proposal of all metrics. A failed metric prevents a scale-down, but no scale-up that other
 * metrics propose.
 */
export function computeReplicasForMetrics(
  spec: DefaultedHorizontalPodAutoscalerSpec, observation: Observation, conditions: Condition[], parameters: ControllerParameters,
): MetricsOutcome {
  const { now, selectorProblem, specReplicas } = observation;
  if (selectorProblem) {
    setCondition(conditions, 'ScalingActive', 'False', selectorProblem === 'ambiguous' ? 'AmbiguousSelector' : 'InvalidSelector', now);
    return { error: `the selector of the scale is ${selectorProblem}` };
  }

  const tolerances = tolerancesForHpa(spec.behavior, parameters);
  const statuses = new Array<MetricStatus>(spec.metrics.length);
  const proposals = new Array<MetricProposal>(spec.metrics.length);
  let replicas = 0;
  let deciding: number | undefined;
  let invalid = 0;
  let firstReason: ConditionReason = '';
  let firstError = '';
  for (let i = 0; i < spec.metrics.length; i++) {
    const result = computeReplicasForMetric(spec.metrics[i], observation.metrics[i] ?? NOTHING_READ, observation, tolerances, parameters);
    if ('error' in result) {
      const reason = failedReason(spec.metrics[i], parameters);
      if (invalid === 0) {
        firstReason = reason;
        firstError = result.error;
      }
      invalid++;
      statuses[i] = FAILED_STATUS;
      proposals[i] = { error: { reason, message: result.error } };
      continue;
    }
    statuses[i] = result.status;
    proposals[i] = result;
    if (replicas === 0 || result.replicas > replicas) {
      replicas = result.replicas;
      deciding = i;
    }
  }

  const error = invalid > 0 ? `invalid metrics (${invalid} invalid out of ${spec.metrics.length}), first error is: ${firstError}` : undefined;
  if (invalid >= spec.metrics.length || (invalid > 0 && replicas < specReplicas)) {
    setCondition(conditions, firstReason === '' ? '' : 'ScalingActive', firstReason === '' ? '' : 'False', firstReason, now);
    return { statuses, proposals, error };
  }
  setCondition(conditions, 'ScalingActive', 'True', 'ValidMetricFound', now);
  return { replicas, deciding, statuses, proposals, error };
}
