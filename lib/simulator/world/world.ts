import { type HorizontalPodAutoscalerSpec } from '../../hpa/types';
import { type ScaledObjectSpec } from './scaled-object';
import { type CronHpaJobSpec } from './cron-hpa-job';
import { type ScheduledFloor, type ScheduledPatch } from './scheduled-floor';
import { type Container, type Drain, type MetricsPipeline, type NodePool, type Probes, type Rollout, type StartUp } from './cluster';
import { type Fault } from './faults';
import { type DemandHistory, type MeasuredQuery } from './measured-query';
import { type Balancer, type ServiceModel, type ServiceState } from './service';

export * from './scaled-object';
export * from './cluster';
export * from './faults';
export * from './measured-query';
export * from './progression';
export * from './service';

/**
 * Input of a simulation, in plain numbers: built from a scenario, manifests and a trace.
 *
 * Times are seconds from the start of the simulation, CPU is milli-cores or core-seconds, memory is bytes. Two equal
 * worlds give equal runs, to the byte.
 */
export interface World {
  /** Length of the simulated span in seconds; requests still in flight then are counted as such. */
  readonly durationSeconds: number;
  /**
   * Whole number; every workload and purpose draws from a stream of its own that depends on it and on the workload's
   * id.
   */
  readonly seed: number;
  /**
   * Unix seconds at simulated time 0, for reports that print the time of day, and for schedules, which take 0 where it
   * is undefined.
   */
  readonly startEpochSeconds?: number;
  /** The second number of the Kubernetes version: 35 for 1.35. */
  readonly kubernetesMinor: number;
  /** Feature gates of the controller manager, by name, that differ from the version's defaults. */
  readonly featureGates: Readonly<Record<string, boolean>>;
  /** Flags of kube-controller-manager. */
  readonly controller: ControllerFlags;
  /** Delays of the metrics. */
  readonly metrics: MetricsPipeline;
  /** Empty: unlimited node capacity. */
  readonly nodePools: readonly NodePool[];
  /** Workloads of the run. */
  readonly workloads: readonly Workload[];
  /** Flows of requests through the workloads. A world of one workload has one flow of one stage. */
  readonly flows: readonly Flow[];
  /** Injected faults. */
  readonly faults: readonly Fault[];
  /** Limits on the size of the run. */
  readonly limits: Limits;
  /** Method of the simulation. @default - requests, and batches above `limits.maxRequestStages` */
  readonly method?: SimulationMethod;
  /** Assumptions from defaults, listed at the head of the report. */
  readonly assumptions: readonly string[];
}

/**
 * Method of a simulation. 'requests': each request on its own; 'batches': batches of equal requests, of two and more;
 * 'flows': arrivals and queues as flows, with the distribution of waiting times from queueing theory.
 */
export type SimulationMethod = 'requests' | 'batches' | 'flows';

/** Flags of kube-controller-manager. */
export interface ControllerFlags {
  /** --horizontal-pod-autoscaler-sync-period */
  readonly syncPeriodSeconds: number;
  /** --horizontal-pod-autoscaler-downscale-stabilization */
  readonly downscaleStabilizationSeconds: number;
  /** --horizontal-pod-autoscaler-tolerance, a share: 0.1. */
  readonly tolerance: number;
  /** --horizontal-pod-autoscaler-cpu-initialization-period */
  readonly cpuInitializationPeriodSeconds: number;
  /** --horizontal-pod-autoscaler-initial-readiness-delay */
  readonly initialReadinessDelaySeconds: number;
}

/** Limits on the size of a run. */
export interface Limits {
  /**
   * Request-stages (requests times the workloads they pass) above which requests are simulated in batches of equal
   * requests.
   */
  readonly maxRequestStages: number;
  /** Points of a time series above which its step grows. */
  readonly maxSeriesPoints: number;
}

/** One scalable workload with the autoscaler that acts on it. */
export interface Workload {
  /** Unique in the world: `namespace/Kind/name`. */
  readonly id: string;
  /** Namespace of the workload. */
  readonly namespace: string;
  /** Deployment, StatefulSet or another kind with a scale sub-resource. */
  readonly kind: string;
  /** Name of the workload. */
  readonly name: string;
  /** Replicas at time 0; they are Ready from the start. */
  readonly replicas: number;
  /** Containers of a pod, init containers included. */
  readonly containers: readonly Container[];
  /** Requests of the pod as a whole (spec.resources), where the template sets any. */
  readonly podLevelRequests?: { readonly cpuMilli?: number; readonly memoryBytes?: number };
  /** CPU limit of the pod as a whole (spec.resources), where the template sets one. */
  readonly podLevelCpuLimitMilli?: number;
  /** Start-up of a pod. */
  readonly startUp: StartUp;
  /** Probes that fail under overload; left out: probes are always answered. */
  readonly probes?: Probes;
  /** Termination of a pod. */
  readonly drain: Drain;
  /** Bounds of a rollout. */
  readonly rollout: Rollout;
  /** Name of the node pool that its pods run on; undefined: unlimited node capacity. */
  readonly nodePool?: string;
  /** Autoscaler of the workload, or a fixed replica count. */
  readonly autoscaler: Autoscaler;
  /** Service model of a request. */
  readonly service: ServiceModel;
  /** Origin of the service model. @default 'stated' */
  readonly serviceState?: ServiceState;
  /** Load balancing across pods. */
  readonly balancer: Balancer;
  /** Signals of the autoscaler's metrics. `cpu` and `memory` need no entry. */
  readonly metrics: readonly MetricMapping[];
  /** SLO of this workload's own latency, waiting included. The user's SLO is the flow's. */
  readonly slo?: Slo;
  /** Price of a replica for an hour. */
  readonly pricePerReplicaHour: number;
  /** Its traffic before the run, which the queries of its metrics can reach; left out: there was none. */
  readonly history?: DemandHistory;
}

/** Autoscaler that sets spec.replicas. */
export type Autoscaler =
  /** The HPA controller, on an autoscaling/v2 object with the API server's defaults applied or not. */
  | {
    readonly kind: 'hpa';
    readonly name: string;
    readonly spec: HorizontalPodAutoscalerSpec;
    /** Schedule that sets its minReplicas. */
    readonly floor?: ScheduledFloor;
    /** CronJobs that patch its bounds. */
    readonly patches?: readonly ScheduledPatch[];
    /** Left out: the selector of its target selects pods that no other autoscaler's selects. */
    readonly selectorProblem?: 'ambiguous';
    /** Jobs of CronHorizontalPodAutoscalers that change its bounds. */
    readonly cronJobs?: readonly CronHpaJobSpec[];
    /** Time of the first pass, in seconds; undefined: drawn from the seed, anywhere in the first sync period. */
    readonly firstPassSeconds?: number;
  }
  /**
   * KEDA: the HPA that it creates for a ScaledObject, and the polling loop that scales the target from and to idle or
   * zero.
   */
  | {
    readonly kind: 'keda';
    /** Name of the ScaledObject. */
    readonly name: string;
    readonly scaledObject: ScaledObjectSpec;
    readonly hpa: { readonly name: string; readonly spec: HorizontalPodAutoscalerSpec };
    /** As of an HPA. */
    readonly selectorProblem?: 'ambiguous';
    readonly firstPassSeconds?: number;
    /** Time of the first poll; undefined: drawn from the seed, anywhere in the first polling interval. */
    readonly firstPollSeconds?: number;
  }
  /** No autoscaler: a fixed count. */
  | { readonly kind: 'fixed'; readonly replicas: number };

/** Signal that a metric of the autoscaler measures. */
export interface MetricMapping {
  /**
   * The metric's name in the HPA's Pods, Object or External entry; of a KEDA trigger, the name of its external metric.
   */
  readonly metric: string;
  /** Signal that the metric measures. */
  readonly signal: Signal;
  /** Id of the workload that is measured; default: the workload that is scaled. */
  readonly workload?: string;
  /** PromQL query of the metric; it is evaluated, and the signal describes its subject. */
  readonly query?: MeasuredQuery;
  /** Multiplies the signal, in the metric's own unit: 100 for a share that the metric gives in percent. @default 1 */
  readonly scale?: number;
  /** Pipeline settings of this metric, where they differ from the world's. */
  readonly pipeline?: Partial<MetricsPipeline['custom']>;
}

/**
 * Quantity of the simulated world. As a Pods metric it is the pod's own value; as an Object or External metric the
 * workload's sum, except for `latency` and `utilization`, which are always the workload's, and for shares, of which it
 * is the mean.
 */
export type Signal =
  /** Requests answered per second: rate() of a counter over the rate window. */
  | { readonly kind: 'requests-per-second' }
  /** Requests waiting or in service: a gauge. */
  | { readonly kind: 'in-flight' }
  /** Requests in service: a gauge (vllm:num_requests_running). */
  | { readonly kind: 'running' }
  /**
   * Requests waiting: a gauge (vllm:num_requests_waiting, queue lag, list length). A shared queue's length is spread
   * evenly over the ready pods.
   */
  | { readonly kind: 'queue-length' }
  /** Share of the ready pods' slots in service, from 0 to 1: a gauge. */
  | { readonly kind: 'utilization' }
  /**
   * Share of the KV cache's blocks in use (vllm:kv_cache_usage_perc), the mean of the ready pods; of a service without
   * a KV cache, of its slots.
   */
  | { readonly kind: 'kv-cache-usage' }
  /**
   * Share of the time since the last scrape in which anything was served (DCGM_FI_DEV_GPU_UTIL), the mean of the ready
   * pods.
   */
  | { readonly kind: 'gpu-utilization' }
  /** Seconds: a quantile (0.95) of the latency of requests answered in the rate window; NaN when there was none. */
  | { readonly kind: 'latency'; readonly quantile: number }
  /** Tokens per second: rate() over the rate window; 0 for a service model without tokens. */
  | { readonly kind: 'tokens-per-second'; readonly direction: 'input' | 'output' | 'both' }
  /** Milli-cores and bytes through Prometheus rather than metrics-server. */
  | { readonly kind: 'cpu-cores' }
  | { readonly kind: 'memory-bytes' }
  /** Constant value. */
  | { readonly kind: 'constant'; readonly value: number }
  /** A value for each step, the last one kept: schedules, forecasts, anything that is known beforehand. */
  | { readonly kind: 'series'; readonly stepSeconds: number; readonly values: ArrayLike<number> };

/** Requests of one kind, and the workloads they pass one after the other. */
export interface Flow {
  /** Name of the flow. */
  readonly name: string;
  /** Workloads may be shared by flows, but all flows together must be acyclic. */
  readonly stages: readonly FlowStage[];
  /** Arrivals of the flow's requests. */
  readonly traffic: Traffic;
  /** SLO of the end-to-end latency, which the user experiences. */
  readonly slo: Slo;
  /** Retries of the clients; left out: a request that fails is lost. */
  readonly retries?: Retries;
}

/** A client sends a request that timed out, was refused or was killed again, from the first stage on. */
export interface Retries {
  /** Attempts of a request, the first one included. */
  readonly attempts: number;
  /** Longest wait before the second attempt; it doubles for each one after that, up to `maxBackoffSeconds`. */
  readonly backoffSeconds: number;
  /** Limit of the doubled wait in seconds. */
  readonly maxBackoffSeconds: number;
  /** Share of the wait that is random: 1 draws it from 0 to the longest wait, 0 always waits that long. */
  readonly jitter: number;
  /** Retries of the last ten seconds, as a share of the requests of the last ten seconds; left out: no limit. */
  readonly budget?: number;
}

/** Stage of a flow: one workload that its requests visit. */
export interface FlowStage {
  /** Id of a workload. */
  readonly workload: string;
  /** Chance that a request visits this stage; the others pass it by. @default 1 */
  readonly probability?: number;
}

/** So many of the requests are answered in so many seconds. */
export interface Slo {
  /** A request is late when it was answered later than this. */
  readonly latencySeconds: number;
  /** Share of all requests that must be answered in time: 0.99. */
  readonly objective: number;
}

/** Traffic of a flow: a rate over time, or recorded arrivals. */
export type Traffic =
  | {
    readonly kind: 'rate';
    readonly stepSeconds: number;
    /** Requests per second in each step; none arrive after the last step. */
    readonly perSecond: Float64Array;
    /**
     * 'poisson': the rate is an expectation, the number in a step is random (independent users); 'counted': rate times
     * step is the number that came, at random instants of the step (a trace); 'even': the same number, evenly spaced (a
     * load generator). Fractions are carried over to the next step.
     */
    readonly arrivals: 'poisson' | 'counted' | 'even';
  }
  | {
    readonly kind: 'requests';
    /** Ascending seconds, one for each request. */
    readonly at: Float64Array;
    /** Tokens of each request; both or none. */
    readonly inputTokens?: Float64Array;
    readonly outputTokens?: Float64Array;
  };
