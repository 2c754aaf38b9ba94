import { computeReplicasForMetrics, type MetricsOutcome } from './compute-replicas-for-metrics';
import { setCondition } from './conditions';
import { metricName } from './metric-name';
import { type NormalizedReplicas, normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors } from './normalize';
import type { ControllerParameters } from './parameters';
import { RecommendationWindow } from './recommendation-window';
import { storeScaleEvent } from './scale-events';
import { markAsleep, markRescaled, shouldComputeMetricsForZeroReplicas } from './scale-to-zero';
import type { ControllerState } from './state';
import type { Condition, DefaultedHorizontalPodAutoscalerSpec, MetricStatus, Observation, PassTrace, ReconcileResult } from './types';

const ABOVE_MAX = 'Current number of replicas above Spec.MaxReplicas';
const BELOW_MIN = 'Current number of replicas below Spec.MinReplicas';
const NOTHING_COMPUTED: PassTrace = {};

/**
 * Minor version from which a failed sync reports the metrics that it read; before, those of the last successful sync
 * stayed.
 */
const REPORTS_FAILED_METRICS_SINCE = 29;

/**
 * Runs one sync of the controller for one autoscaler (upstream: reconcileAutoscaler).
 *
 * Replaces `state.status` and updates `state.memory`; other inputs are read only. Time must not run backwards between
 * syncs.
 */
export function reconcileAutoscaler(
  spec: DefaultedHorizontalPodAutoscalerSpec, state: ControllerState, observation: Observation, parameters: ControllerParameters,
): ReconcileResult {
  return new Pass(spec, state, observation, parameters).run();
}

class Pass {
  private readonly conditions: Condition[];
  private metrics: MetricsOutcome | undefined;
  private trace: PassTrace = NOTHING_COMPUTED;

  public constructor(
    private readonly spec: DefaultedHorizontalPodAutoscalerSpec,
    private readonly state: ControllerState,
    private readonly observation: Observation,
    private readonly parameters: ControllerParameters,
  ) {
    this.conditions = state.status.conditions.slice();
  }

  public run(): ReconcileResult {
    const { spec, observation, parameters, conditions } = this;
    const { now, specReplicas: currentReplicas } = observation;
    const { minReplicas, maxReplicas } = spec;
    if (observation.getScaleError) {
      setCondition(conditions, 'AbleToScale', 'False', 'FailedGetScale', now);
      this.state.status = { ...this.state.status, conditions };
      return this.result(currentReplicas, false, undefined, 'failed to query the scale');
    }
    setCondition(conditions, 'AbleToScale', 'True', 'SucceededGetScale', now);
    const recommendations = this.state.memory.recommendations ??= RecommendationWindow.of([{ recommendation: currentReplicas, timestamp: now }]);

    if (currentReplicas > maxReplicas) return this.rescale(maxReplicas, ABOVE_MAX);
    if (currentReplicas !== 0 && currentReplicas < minReplicas) return this.rescale(minReplicas, BELOW_MIN);
    if (currentReplicas === 0 && !shouldComputeMetricsForZeroReplicas(spec, conditions, parameters)) {
      setCondition(conditions, 'ScalingActive', 'False', 'ScalingDisabled', now);
      markAsleep(conditions, parameters);
      return this.stay();
    }

    const metrics = computeReplicasForMetrics(spec, observation, conditions, parameters);
    this.metrics = metrics;
    if (metrics.replicas === undefined) {
      this.trace = { metrics: metrics.proposals };
      return this.fail(`failed to compute desired number of replicas based on listed metrics: ${metrics.error}`);
    }
    const recommendation = Math.max(0, metrics.replicas);
    const normalized = this.normalize(recommendations, recommendation);
    const { replicas } = normalized.converted;
    this.trace = traceOf(metrics, recommendation, normalized);
    if (currentReplicas === 0 && replicas < minReplicas) return this.rescale(minReplicas, this.reasonFor(recommendation) || BELOW_MIN);
    return replicas === currentReplicas ? this.stay() : this.rescale(replicas, this.reasonFor(recommendation));
  }

  private normalize(recommendations: RecommendationWindow, recommendation: number): NormalizedReplicas {
    const { spec, state, conditions, parameters } = this;
    const { now, specReplicas } = this.observation;
    return spec.behavior
      ? normalizeDesiredReplicasWithBehaviors(spec, spec.behavior, recommendations, state.memory, specReplicas, recommendation, conditions, now, parameters)
      : normalizeDesiredReplicas(spec, recommendations, specReplicas, recommendation, conditions, now, parameters);
  }

  /** Returns the reason of the recommendation. The controller reports it regardless of windows and limits. */
  private reasonFor(recommendation: number): string {
    const { specReplicas } = this.observation;
    if (recommendation > specReplicas) return `${metricName(this.spec.metrics[this.metrics!.deciding!])} above target`;
    return recommendation < specReplicas ? 'All metrics below target' : '';
  }

  private rescale(desiredReplicas: number, reason: string): ReconcileResult {
    const { spec, state, conditions, parameters } = this;
    const { now, specReplicas: currentReplicas, updateScaleError } = this.observation;
    if (updateScaleError) {
      setCondition(conditions, 'AbleToScale', 'False', 'FailedUpdateScale', now);
      return this.fail('failed to rescale');
    }
    setCondition(conditions, 'AbleToScale', 'True', 'SucceededRescale', now);
    const { scaleUpEvents, scaleDownEvents } = state.memory;
    storeScaleEvent(spec.behavior, scaleUpEvents, scaleDownEvents, currentReplicas, desiredReplicas, now);
    markRescaled(conditions, spec, currentReplicas, desiredReplicas, now, parameters);
    this.setStatus(desiredReplicas, this.metrics?.statuses ?? null, now);
    return this.result(desiredReplicas, true, reason, this.metrics?.error);
  }

  private stay(): ReconcileResult {
    const { specReplicas } = this.observation;
    this.setStatus(specReplicas, this.metrics?.statuses ?? null, this.state.status.lastScaleTime);
    return this.result(specReplicas, false, undefined, this.metrics?.error);
  }

  private fail(error: string): ReconcileResult {
    const { status } = this.state;
    const reported = this.parameters.kubernetesMinor >= REPORTS_FAILED_METRICS_SINCE ? this.metrics?.statuses ?? null : status.currentMetrics;
    this.setStatus(status.desiredReplicas, reported, status.lastScaleTime);
    return this.result(this.observation.specReplicas, false, undefined, error);
  }

  private setStatus(desiredReplicas: number, currentMetrics: readonly MetricStatus[] | null, lastScaleTime: number | undefined): void {
    this.state.status = { currentReplicas: this.observation.specReplicas, desiredReplicas, lastScaleTime, currentMetrics, conditions: this.conditions };
  }

  private result(replicas: number, scaleUpdated: boolean, rescaleReason: string | undefined, error: string | undefined): ReconcileResult {
    return { status: this.state.status, replicas, scaleUpdated, rescaleReason, error, trace: this.trace };
  }
}

function traceOf(metrics: MetricsOutcome, recommendation: number, { stabilized, converted }: NormalizedReplicas): PassTrace {
  return {
    metrics: metrics.proposals,
    decidingMetric: metrics.deciding,
    recommendation,
    stabilized,
    limited: converted.replicas,
    limitReason: converted.reason,
    policyLimit: converted.policyLimit,
  };
}
