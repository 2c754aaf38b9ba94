import { type Duration } from 'cdk8s';
import { type GuardOptions } from './guard-options';
import { type MetricTarget } from './metric-target';

/** Server of a metric for the HPA. */
export enum ServedBy {
  /** A metrics adapter outside this app, which the cluster runs with its own rules. */
  EXTERNAL = 'external',

  /** Prometheus-adapter, with the rules of this app's PrometheusAdapter; or KEDA, which needs no rules. */
  APP = 'app',
}

/** Options of a resource metric. */
export interface ContainerMetricOptions {
  /**
   * Container to measure. Set it if the pod has a sidecar: an idle sidecar's requests dilute the pod's utilization.
   *
   * @default - the whole pod
   */
  readonly container?: string;
}

/** Options of a metric served by a metrics adapter. */
export interface ServedMetricOptions {
  /**
   * Label selector of the metric's series.
   *
   * @default - no selector
   */
  readonly selector?: Record<string, string>;

  /**
   * Server of the metric. Synthesis warns unless the app serves the metric or this is ServedBy.EXTERNAL: an HPA ignores
   * an unserved metric and never scales down.
   *
   * @default - none
   */
  readonly servedBy?: ServedBy;

  /**
   * True if the metric falls when the service degrades. Synthesis rejects such a metric.
   *
   * @default - derived from the name: a quality, a score or a hit ratio is better when it is higher
   */
  readonly higherIsBetter?: boolean;
}

/** Options of a query metric. */
export interface QueriedMetricOptions {
  /**
   * Maximum number of replicas that this metric may propose. The query is clamped to it.
   *
   * @default - maxReplicas of the policy
   */
  readonly maxReplicas?: number;

  /**
   * Activation threshold: KEDA scales the workload from zero above this value. Plain Kubernetes has no activation
   * threshold.
   *
   * @default 0
   */
  readonly activation?: number;
}

/** Options of a metric that the workload's pods expose. */
export interface PodMetricOptions extends ServedMetricOptions, QueriedMetricOptions {}

/** Options of a metric with a rate. */
export interface RateMetricOptions extends PodMetricOptions {
  /**
   * Range of the rate, in whole seconds: at least four scrape intervals of the pods.
   *
   * @default - one minute, or four scrape intervals if they are longer
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
   * Request counter.
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
   * @default - the series name, with '_' for characters that the API does not accept
   */
  readonly metricName?: string;

  /**
   * Series name of the gauge.
   *
   * @default - the default gauge of the metric
   */
  readonly gauge?: string;
}

/** Options of tokens per second. */
export interface TokensPerSecondOptions extends RateMetricOptions {
  /**
   * Token counter.
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

/** Options of a guard with a rate. */
export interface RateGuardOptions extends GuardOptions {
  /**
   * Range of the rate, in whole seconds: at least four scrape intervals of the pods.
   *
   * @default - one minute, or four scrape intervals if they are longer
   */
  readonly window?: Duration;

  /**
   * Label selector of the series.
   *
   * @default - no selector
   */
  readonly selector?: Record<string, string>;

  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, if it has one
   */
  readonly servedBy?: ServedBy;
}

/** Options of a latency guard. */
export interface LatencyOptions extends RateGuardOptions {
  /**
   * Histogram in seconds, without the suffix `_bucket`.
   *
   * @default - the default histogram of the metric
   */
  readonly histogram?: string;
}

/** Options of a latency guard of a model server. */
export interface PercentileLatencyOptions extends LatencyOptions {
  /**
   * Percentile.
   *
   * @default 95
   */
  readonly percentile?: number;
}

/** Options of an error-rate guard. */
export interface ErrorRateOptions extends RateGuardOptions {
  /**
   * Request counter.
   *
   * @default 'http_requests_total'
   */
  readonly counter?: string;

  /**
   * Label with the request's status.
   *
   * @default 'status'
   */
  readonly statusLabel?: string;

  /**
   * Regular expression of the statuses of failed requests.
   *
   * @default '5..'
   */
  readonly failed?: string;
}

/** Options of a deficit guard. */
export interface DeficitOptions extends GuardOptions {
  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, if it has one
   */
  readonly servedBy?: ServedBy;
}

/** Options of a Prometheus query metric. */
export interface PrometheusMetricOptions extends QueriedMetricOptions {
  /**
   * Server of the metric for an HPA.
   *
   * @default - the app's PrometheusAdapter, if it has one
   */
  readonly servedBy?: ServedBy;

  /**
   * True if the query returns a value while the workload has no pods. Such a metric can scale the workload from zero.
   *
   * @default true
   */
  readonly wakesFromZero?: boolean;

  /**
   * True if the value falls when the service degrades. Synthesis rejects such a query.
   *
   * @default - derived from the name: a quality, a score or a hit ratio is better when it is higher
   */
  readonly higherIsBetter?: boolean;
}

/** Kubernetes object of an Object metric, and its target. */
export interface ObjectMetricProps extends ServedMetricOptions {
  /** API version of the object, as in 'networking.k8s.io/v1'. */
  readonly apiVersion: string;
  /** Kind of the object, as in 'Ingress'. */
  readonly kind: string;
  /** Name of the object, in the namespace of the autoscaler. */
  readonly name: string;
  /** Target of the metric. */
  readonly target: MetricTarget;
}
