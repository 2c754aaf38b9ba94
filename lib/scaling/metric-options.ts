import { type Duration } from 'cdk8s';
import { type GuardOptions } from './guard-options';
import { type MetricTarget } from './metric-target';

/** Server of a metric for the HPA. */
export enum ServedBy {
  /** Something outside this app: an adapter that the cluster runs already, with rules of its own. */
  EXTERNAL = 'external',

  /** Prometheus-adapter, with the rules that this app's PrometheusAdapter writes; or KEDA, which needs none. */
  APP = 'app',
}

/** Options of a resource metric. */
export interface ContainerMetricOptions {
  /**
   * The one container to measure. Name it where a sidecar shares the pod: its idle requests dilute the pod's
   * utilization.
   *
   * @default - the whole pod
   */
  readonly container?: string;
}

/** Options of a metric that a metrics adapter serves. */
export interface ServedMetricOptions {
  /**
   * Labels that the metric's series must have.
   *
   * @default - no selector
   */
  readonly selector?: Record<string, string>;

  /**
   * Server of the metric. Until something in the app serves it, or this is ServedBy.EXTERNAL, the synthesis warns: an
   * HPA that names an unserved metric ignores it and never scales down.
   *
   * @default - none yet
   */
  readonly servedBy?: ServedBy;

  /**
   * True where the metric falls when the service degrades. Such a metric is refused.
   *
   * @default - judged by the name: a quality, a score, a hit ratio is better when it is higher
   */
  readonly higherIsBetter?: boolean;
}

/** Options of a metric that is a query. */
export interface QueriedMetricOptions {
  /**
   * The most replicas that this metric alone may ask for. The query is clamped to it.
   *
   * @default - those of the policy
   */
  readonly maxReplicas?: number;

  /**
   * The value above which KEDA wakes the workload from zero. Plain Kubernetes has no such threshold.
   *
   * @default 0
   */
  readonly activation?: number;
}

/** Options of a metric that the workload's own pods show. */
export interface PodMetricOptions extends ServedMetricOptions, QueriedMetricOptions {}

/** Options of a metric that is taken over a range of time. */
export interface RateMetricOptions extends PodMetricOptions {
  /**
   * The range of the rate, in whole seconds: at least four times as long as the interval at which the pods are read.
   *
   * @default - a minute, or four times the interval where that is longer
   */
  readonly window?: Duration;
}

/** Options of requests per second. */
export interface RequestsPerSecondOptions extends RateMetricOptions {
  /**
   * The metric's name in the custom metrics API.
   *
   * @default 'http_requests_per_second'
   */
  readonly metricName?: string;

  /**
   * The counter of the requests.
   *
   * @default 'http_requests_total'
   */
  readonly counter?: string;
}

/** Options of a gauge that the pods expose. */
export interface GaugeMetricOptions extends PodMetricOptions {
  /**
   * The metric's name in the custom metrics API.
   *
   * @default - the name of the series, with '_' for what the API does not take
   */
  readonly metricName?: string;

  /**
   * The series.
   *
   * @default - as the factory says
   */
  readonly gauge?: string;
}

/** Options of tokens per second. */
export interface TokensPerSecondOptions extends RateMetricOptions {
  /**
   * The counter of the tokens.
   *
   * @default 'vllm:generation_tokens_total'
   */
  readonly counter?: string;

  /**
   * The metric's name in the custom metrics API.
   *
   * @default 'tokens_per_second'
   */
  readonly metricName?: string;
}

/** Options of a metric that guards, taken over a range of time. */
export interface RateGuardOptions extends GuardOptions {
  /**
   * The range of the rate, in whole seconds: at least four times as long as the interval at which the pods are read.
   *
   * @default - a minute, or four times the interval where that is longer
   */
  readonly window?: Duration;

  /**
   * Labels that the series must have.
   *
   * @default - no selector
   */
  readonly selector?: Record<string, string>;

  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, where it has one
   */
  readonly servedBy?: ServedBy;
}

/** Options of a latency that guards. */
export interface LatencyOptions extends RateGuardOptions {
  /**
   * The histogram, in seconds, without `_bucket`.
   *
   * @default - as the factory says
   */
  readonly histogram?: string;
}

/** Options of a latency of a model server that guards. */
export interface PercentileLatencyOptions extends LatencyOptions {
  /**
   * The percentile.
   *
   * @default 95
   */
  readonly percentile?: number;
}

/** Options of an error rate that guards. */
export interface ErrorRateOptions extends RateGuardOptions {
  /**
   * The counter of the requests.
   *
   * @default 'http_requests_total'
   */
  readonly counter?: string;

  /**
   * The label that has a request's status.
   *
   * @default 'status'
   */
  readonly statusLabel?: string;

  /**
   * A regular expression of the statuses that are failures.
   *
   * @default '5..'
   */
  readonly failed?: string;
}

/** Options of a deficit that guards. */
export interface DeficitOptions extends GuardOptions {
  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, where it has one
   */
  readonly servedBy?: ServedBy;
}

/** Options of a query. */
export interface PrometheusMetricOptions extends QueriedMetricOptions {
  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, where it has one
   */
  readonly servedBy?: ServedBy;

  /**
   * True where the metric exists while the workload has no pod, so that it can wake the workload.
   *
   * @default true
   */
  readonly wakesFromZero?: boolean;

  /**
   * True where the value falls when the service degrades. Such a query is refused.
   *
   * @default - judged by the name: a quality, a score, a hit ratio is better when it is higher
   */
  readonly higherIsBetter?: boolean;
}

/** The object that an object metric describes. */
export interface ObjectMetricProps extends ServedMetricOptions {
  /** The object's API version, as in 'networking.k8s.io/v1'. */
  readonly apiVersion: string;
  /** The object's kind, as in 'Ingress'. */
  readonly kind: string;
  /** The object's name, in the namespace of the autoscaler. */
  readonly name: string;
  /** Target of the metric. */
  readonly target: MetricTarget;
}
