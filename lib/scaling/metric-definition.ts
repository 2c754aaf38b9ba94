import { type AdapterRule } from './adapter-rule';
import { type KedaTrigger } from './keda-trigger';

/** Target of an autoscaler. */
export interface ScaleTarget {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
}

/** Context of a metric: its policy. */
export interface MetricContext {
  readonly target: ScaleTarget;
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Scrape interval of the pods, in seconds. */
  readonly scrapeInterval: number;
}

/** Metric types of autoscaling/v2. Every KEDA trigger except cpu and memory is an External metric. */
export type MetricType = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';

/**
 * Role of a metric: a `load` grows with the demand and falls with each replica; a `guard` shows a violated service
 * level and only adds to the replicas of the load; a `floor` is known in advance (a schedule, a forecast).
 */
export type MetricRole = 'load' | 'guard' | 'floor';

/** Metric of an HPA. */
export interface HpaMetric {
  /** Entry of spec.metrics. */
  readonly manifest: object;
  /** Metric name that a metrics adapter has to serve. */
  readonly served?: string;
  /** Rule of prometheus-adapter for the metric, if its query is known. */
  readonly rule?: AdapterRule;
}

/** PromQL query and target of a metric. */
export interface Signal {
  readonly query: string;
  readonly target: number;
  /**
   * `total`: query / target is the desired number of replicas. `ratio`: query / target is the factor for the current
   * replicas.
   */
  readonly kind: 'total' | 'ratio';
}

/**
 * Metric definition for HPA, KEDA and PromQL. A policy uses the form that its autoscaler needs. An omitted form is
 * unsupported: a policy that needs it throws an error.
 *
 * To add a metric, write a function that returns a MetricDefinition, and a factory of ScalingMetric that passes it to
 * `ScalingMetric._of`. `promqlDefinition` returns all forms of one PromQL query over the whole workload;
 * `podDefinition` returns all forms of a metric of each pod.
 */
export interface MetricDefinition {
  /** Name in messages, alerts and the dashboard. */
  readonly name: string;
  readonly type: MetricType;
  readonly role: MetricRole;
  /** True if the target's pods expose the metric: Prometheus has to scrape them, and without pods there is no value. */
  readonly ofPods: boolean;
  /** True if the metric can exceed its activation threshold while there are no pods. */
  readonly wakes: boolean;
  /** True if a queue counts items in progress; undefined if only the user knows. */
  readonly countsTaken?: boolean;
  /** Rejects a policy that the metric does not support. */
  readonly check?: (context: MetricContext) => void;
  readonly hpa?: (context: MetricContext) => HpaMetric;
  /** KEDA triggers of the metric. A metric can have several, such as a schedule with several windows. */
  readonly keda?: (context: MetricContext) => readonly KedaTrigger[];
  /** PromQL signal for alerts, the dashboard and observing policies. */
  readonly signal?: (context: MetricContext) => Signal;
  /** Series that the target's pods have to expose; undefined if the metric needs none. */
  readonly series?: string;
  /**
   * Returns the metric of the series with certain labels; undefined if the metric selects labels already or cannot
   * select labels.
   */
  readonly withLabels?: (labels: Readonly<Record<string, string>>) => MetricDefinition;
  /** Returns the metric of one container; undefined if the metric does not support containers. */
  readonly inContainer?: (container: string) => MetricDefinition;
}
