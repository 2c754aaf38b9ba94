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
 * Input of a simulation: the simulated cluster in plain numbers, built from a scenario, manifests and a trace.
 *
 * Times are seconds from the start of the simulation, CPU is milli-cores or core-seconds, memory is bytes. Two equal
 * inputs produce byte-identical runs.
 */
export interface World {
  /** Length of the simulated span in seconds. Requests still in flight at its end are counted as in flight. */
  readonly durationSeconds: number;
  /**
   * Seed of the random draws; a whole number. Every workload and purpose has its own random stream, derived from the
   * seed and the workload's id.
   */
  readonly seed: number;
  /**
   * Unix seconds at simulated time 0, for reports that print the time of day, and for schedules, which default to 0.
   */
  readonly startEpochSeconds?: number;
  /** Kubernetes minor version: 35 for 1.35. */
  readonly kubernetesMinor: number;
  /** Feature gates of the controller manager by name, if different from the version's defaults. */
  readonly featureGates: Readonly<Record<string, boolean>>;
  /** Flags of kube-controller-manager. */
  readonly controller: ControllerFlags;
  /** Metric delays. */
  readonly metrics: MetricsPipeline;
  /** Node pools. Empty: unlimited node capacity. */
  readonly nodePools: readonly NodePool[];
  /** Workloads of the run. */
  readonly workloads: readonly Workload[];
  /** Request flows through the workloads. With one workload there is one flow with one stage. */
  readonly flows: readonly Flow[];
  /** Injected faults. */
  readonly faults: readonly Fault[];
  /** Limits on the size of the run. */
  readonly limits: Limits;
  /** Simulation method. @default - requests, and batches above `limits.maxRequestStages` */
  readonly method?: SimulationMethod;
  /** Assumptions from defaults, listed at the top of the report. */
  readonly assumptions: readonly string[];
}

/**
 * Simulation method. 'requests': individual requests. 'batches': batches of two or more equal requests. 'flows':
 * arrivals and queues as flows, with the waiting time distribution from queueing theory.
 */
export type SimulationMethod = 'requests' | 'batches' | 'flows';

/** Flags of kube-controller-manager. */
export interface ControllerFlags {
  /** --horizontal-pod-autoscaler-sync-period */
  readonly syncPeriodSeconds: number;
  /** --horizontal-pod-autoscaler-downscale-stabilization */
  readonly downscaleStabilizationSeconds: number;
  /** --horizontal-pod-autoscaler-tolerance as a share: 0.1. */
  readonly tolerance: number;
  /** --horizontal-pod-autoscaler-cpu-initialization-period */
  readonly cpuInitializationPeriodSeconds: number;
  /** --horizontal-pod-autoscaler-initial-readiness-delay */
  readonly initialReadinessDelaySeconds: number;
}

/** Limits on the size of a run. */
export interface Limits {
  /**
   * Request-stages (requests times the workloads they visit) above which requests are simulated in batches of equal
   * requests.
   */
  readonly maxRequestStages: number;
  /** Number of points of a time series above which its step grows. */
  readonly maxSeriesPoints: number;
}

/** Scalable workload with its autoscaler. */
export interface Workload {
  /** Unique id in the simulated cluster: `namespace/Kind/name`. */
  readonly id: string;
  /** Namespace of the workload. */
  readonly namespace: string;
  /** Kind of the workload: Deployment, StatefulSet or another kind with a scale subresource. */
  readonly kind: string;
  /** Name of the workload. */
  readonly name: string;
  /** Replicas at time 0, Ready from the start. */
  readonly replicas: number;
  /** Containers of a pod, init containers included. */
  readonly containers: readonly Container[];
  /** Pod-level resource requests (spec.resources), if the template sets any. */
  readonly podLevelRequests?: { readonly cpuMilli?: number; readonly memoryBytes?: number };
  /** Pod-level CPU limit (spec.resources), if the template sets one. */
  readonly podLevelCpuLimitMilli?: number;
  /** Pod start-up. */
  readonly startUp: StartUp;
  /** Probes that fail under overload. Undefined: probes always succeed. */
  readonly probes?: Probes;
  /** Pod termination. */
  readonly drain: Drain;
  /** Rollout bounds. */
  readonly rollout: Rollout;
  /** Name of the node pool that runs its pods. Undefined: unlimited node capacity. */
  readonly nodePool?: string;
  /** Autoscaler of the workload, or a fixed replica count. */
  readonly autoscaler: Autoscaler;
  /** Service model of a request. */
  readonly service: ServiceModel;
  /** Origin of the service model. @default 'stated' */
  readonly serviceState?: ServiceState;
  /** Load balancing across pods. */
  readonly balancer: Balancer;
  /** Signals of the autoscaler's metrics. `cpu` and `memory` need no mapping. */
  readonly metrics: readonly MetricMapping[];
  /** SLO on this workload's own latency, including waiting. The user's SLO belongs to the flow. */
  readonly slo?: Slo;
  /** Price per replica-hour. */
  readonly pricePerReplicaHour: number;
  /** Traffic before the run that metric queries can read. Undefined: none. */
  readonly history?: DemandHistory;
}

/** Autoscaler that sets spec.replicas. */
export type Autoscaler =
  /** HPA controller with an autoscaling/v2 object, with or without the API server's defaults. */
  | {
    readonly kind: 'hpa';
    readonly name: string;
    readonly spec: HorizontalPodAutoscalerSpec;
    /** Schedule that sets the HPA's minReplicas. */
    readonly floor?: ScheduledFloor;
    /** CronJobs that patch the HPA's bounds. */
    readonly patches?: readonly ScheduledPatch[];
    /** Selector problem. Undefined: no other autoscaler's selector selects the same pods. */
    readonly selectorProblem?: 'ambiguous';
    /** Jobs of CronHorizontalPodAutoscalers that change the HPA's bounds. */
    readonly cronJobs?: readonly CronHpaJobSpec[];
    /** Time of the first HPA sync in seconds. Undefined: drawn from the seed, within the first sync period. */
    readonly firstPassSeconds?: number;
  }
  /**
   * KEDA: the HPA that it creates for a ScaledObject, and the polling loop that scales the target to and from idle or
   * zero.
   */
  | {
    readonly kind: 'keda';
    /** Name of the ScaledObject. */
    readonly name: string;
    readonly scaledObject: ScaledObjectSpec;
    readonly hpa: { readonly name: string; readonly spec: HorizontalPodAutoscalerSpec };
    /** Selector problem, as for an HPA. */
    readonly selectorProblem?: 'ambiguous';
    readonly firstPassSeconds?: number;
    /** Time of the first poll in seconds. Undefined: drawn from the seed, within the first polling interval. */
    readonly firstPollSeconds?: number;
  }
  /** Fixed replica count without an autoscaler. */
  | { readonly kind: 'fixed'; readonly replicas: number };

/** Mapping of an autoscaler metric to a simulated signal. */
export interface MetricMapping {
  /** Metric name in the HPA's Pods, Object or External entry; for a KEDA trigger, the name of its external metric. */
  readonly metric: string;
  /** Signal that the metric measures. */
  readonly signal: Signal;
  /** Id of the measured workload. Default: the workload that is scaled. */
  readonly workload?: string;
  /** PromQL query of the metric. The simulator evaluates it; the signal describes its subject. */
  readonly query?: MeasuredQuery;
  /**
   * Factor that converts the signal to the metric's unit: 100 for a share that the metric reports in percent. @default
   * 1
   */
  readonly scale?: number;
  /** Pipeline settings of this metric, if different from those of the simulated cluster. */
  readonly pipeline?: Partial<MetricsPipeline['custom']>;
}

/**
 * Quantity of the simulated cluster. A Pods metric reads the pod's own value. An Object or External metric reads the
 * workload's sum, or the mean for shares; `latency` and `utilization` always refer to the workload.
 */
export type Signal =
  /** Requests answered per second: rate() of a counter over the rate window. */
  | { readonly kind: 'requests-per-second' }
  /** Requests waiting or in service: a gauge. */
  | { readonly kind: 'in-flight' }
  /** Requests in service: a gauge (vllm:num_requests_running). */
  | { readonly kind: 'running' }
  /**
   * Requests waiting: a gauge (vllm:num_requests_waiting, queue lag, list length). The length of a shared queue is
   * divided evenly among the ready pods.
   */
  | { readonly kind: 'queue-length' }
  /** Slot utilization of the ready pods, from 0 to 1: a gauge. */
  | { readonly kind: 'utilization' }
  /**
   * Share of KV cache blocks in use (vllm:kv_cache_usage_perc), mean over the ready pods; for a service without a KV
   * cache, the share of slots in use.
   */
  | { readonly kind: 'kv-cache-usage' }
  /**
   * Share of the time since the last scrape with requests in service (DCGM_FI_DEV_GPU_UTIL), mean over the ready pods.
   */
  | { readonly kind: 'gpu-utilization' }
  /** Latency quantile (0.95) in seconds of requests answered in the rate window; NaN without an answer. */
  | { readonly kind: 'latency'; readonly quantile: number }
  /** Tokens per second: rate() over the rate window; 0 for a service model without tokens. */
  | { readonly kind: 'tokens-per-second'; readonly direction: 'input' | 'output' | 'both' }
  /** CPU in milli-cores and memory in bytes, read through Prometheus rather than metrics-server. */
  | { readonly kind: 'cpu-cores' }
  | { readonly kind: 'memory-bytes' }
  /** Constant value. */
  | { readonly kind: 'constant'; readonly value: number }
  /**
   * Series with one value per step; the last value persists. For schedules, forecasts and other values known in
   * advance.
   */
  | { readonly kind: 'series'; readonly stepSeconds: number; readonly values: ArrayLike<number> };

/** Request flow: requests of one kind, and the workloads they visit in sequence. */
export interface Flow {
  /** Name of the flow. */
  readonly name: string;
  /** Stages of the flow. Flows may share workloads; all flows together must be acyclic. */
  readonly stages: readonly FlowStage[];
  /** Arrivals of the flow's requests. */
  readonly traffic: Traffic;
  /** SLO on the end-to-end latency, as experienced by the user. */
  readonly slo: Slo;
  /** Client retries. Undefined: failed requests are not retried. */
  readonly retries?: Retries;
}

/** Client retry policy: a request that timed out, was refused or was killed is sent again from the first stage. */
export interface Retries {
  /** Maximum attempts per request, including the first. */
  readonly attempts: number;
  /**
   * Maximum backoff before the second attempt in seconds; it doubles for each further attempt, up to
   * `maxBackoffSeconds`.
   */
  readonly backoffSeconds: number;
  /** Upper limit of the backoff in seconds. */
  readonly maxBackoffSeconds: number;
  /** Random share of the backoff: 1 draws it from 0 to the maximum backoff, 0 always waits the maximum backoff. */
  readonly jitter: number;
  /**
   * Retry budget: retries of the last ten seconds as a share of the requests of the last ten seconds. Undefined: no
   * limit.
   */
  readonly budget?: number;
}

/** Stage of a flow: one workload that its requests visit. */
export interface FlowStage {
  /** Id of the workload. */
  readonly workload: string;
  /** Probability that a request visits this stage; other requests skip it. @default 1 */
  readonly probability?: number;
}

/** Service level objective: share of requests to be answered within a latency bound. */
export interface Slo {
  /** Latency bound in seconds. A request answered later is late. */
  readonly latencySeconds: number;
  /** Share of all requests that must be answered within the bound: 0.99. */
  readonly objective: number;
}

/** Traffic of a flow: a rate over time, or recorded arrivals. */
export type Traffic =
  | {
    readonly kind: 'rate';
    readonly stepSeconds: number;
    /** Requests per second in each step; no arrivals after the last step. */
    readonly perSecond: Float64Array;
    /**
     * Arrival process. 'poisson': the rate is an expectation, and the count in a step is random (independent users).
     * 'counted': the count is rate times step, at random times within the step (a trace). 'even': the same count,
     * evenly spaced (a load generator). Fractions are carried over to the next step.
     */
    readonly arrivals: 'poisson' | 'counted' | 'even';
  }
  | {
    readonly kind: 'requests';
    /** Arrival time of each request in seconds, ascending. */
    readonly at: Float64Array;
    /** Input tokens of each request. Set both token arrays or neither. */
    readonly inputTokens?: Float64Array;
    readonly outputTokens?: Float64Array;
  };
