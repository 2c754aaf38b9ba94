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

/** The types that autoscaling/v2 knows. Each trigger of KEDA but cpu and memory is one of type External. */
export type MetricType = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';

/**
 * Role of a metric: `load` grows with the work and shrinks with each replica; a `guard` says that something is wrong,
 * and may only add to what the load asks for; a `floor` says what is known ahead (a schedule, a forecast).
 */
export type MetricRole = 'load' | 'guard' | 'floor';

/** A metric as plain Kubernetes has it. */
export interface HpaMetric {
  /** The entry of spec.metrics. */
  readonly manifest: object;
  /** The name that a metrics adapter has to serve. */
  readonly served?: string;
  /** Rule by which prometheus-adapter serves the metric, where its query is known. */
  readonly rule?: AdapterRule;
}

/** PromQL of a metric: its value and its target. */
export interface Signal {
  readonly query: string;
  readonly target: number;
  /** `total`: query / target is a number of replicas. `ratio`: it is the factor by which there are too few. */
  readonly kind: 'total' | 'ratio';
}

/**
 * A metric in all the forms that it has. A policy asks for what its autoscaler needs; a form that is left out is one
 * that cannot be had, and a policy that needs it says so.
 *
 * To add a kind of metric, write a function that returns this, and a factory of ScalingMetric that hands it to
 * `ScalingMetric._of`. Whatever can be said as one PromQL query over the whole workload gets all its forms from
 * `promqlDefinition`; what each pod has, from `podDefinition`.
 */
export interface MetricDefinition {
  /** As messages, alerts and the dashboard call it. */
  readonly name: string;
  readonly type: MetricType;
  readonly role: MetricRole;
  /**
   * True where the target's own pods expose the metric: they have to be scraped, and without a pod there is no value.
   */
  readonly ofPods: boolean;
  /** True where the metric can exceed its activation threshold while there is no pod. */
  readonly wakes: boolean;
  /** True where a queue counts items in progress; undefined where only the user knows. */
  readonly countsTaken?: boolean;
  /** Refuses a policy that the metric does not allow. */
  readonly check?: (context: MetricContext) => void;
  readonly hpa?: (context: MetricContext) => HpaMetric;
  /** Several where one metric takes more than one trigger, as a schedule of many windows does. */
  readonly keda?: (context: MetricContext) => readonly KedaTrigger[];
  /** For what watches or imitates the policy: alerts, the dashboard, the mode that only observes. */
  readonly signal?: (context: MetricContext) => Signal;
  /** Series that the target's pods have to expose; undefined where the pods expose nothing for it. */
  readonly series?: string;
  /** The same metric of the series with certain labels; undefined where it selects labels already, or cannot. */
  readonly withLabels?: (labels: Readonly<Record<string, string>>) => MetricDefinition;
  /** The same metric of one container alone, where there is such a thing. */
  readonly inContainer?: (container: string) => MetricDefinition;
}
