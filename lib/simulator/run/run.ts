import { type SimulationMethod, type World } from '../world/world';
import { type LatencyHistogram } from './latency-histogram';

/**
 * Result of a simulation. Plain data, except for the histograms, which answer `quantile(p)`, `mean` and `count` and
 * turn into JSON.
 */
export interface Run {
  /** World that was simulated. */
  readonly world: World;
  /** The world's assumptions and the engine's own, one sentence each. */
  readonly assumptions: readonly string[];
  /** Method of the simulation. */
  readonly method: Method;
  /** Seconds that a point of the series of flows, workloads and nodes stands for. */
  readonly seriesStepSeconds: number;
  /** End to end, in the order of world.flows. */
  readonly flows: readonly FlowResult[];
  /** In the order of world.workloads. */
  readonly workloads: readonly WorkloadResult[];
  /** In the order of world.nodePools. */
  readonly nodePools: readonly NodePoolResult[];
  /** Requests times the workloads they entered: what was simulated. */
  readonly requestStages: number;
}

/** Method of the simulation: single requests, batches of equal requests, or flows. */
export interface Method {
  /** Kind of the method. */
  readonly kind: SimulationMethod;
  /** Requests in a batch; 1 without batches. */
  readonly batchSize: number;
  /** Request-stages expected from the traffic, and the limit above which batches are used. */
  readonly expectedStages: number;
  /** Request-stages above which batches are used. */
  readonly limit: number;
  /** Error bound of the figures with this method, in a sentence. */
  readonly error: string;
}

/**
 * Outcomes of requests: arrived = served + timedOut + killed + refused + inFlight, to the last one.
 * For a flow they are its requests end to end; for a workload, the requests that reached it.
 */
export interface Counters {
  /** Requests that arrived. */
  readonly arrived: number;
  /** Answered, late ones included. */
  readonly served: number;
  /** Answered later than the SLO allows; a part of `served`. 0 for a workload without an SLO. */
  readonly late: number;
  /** Timed out for their caller, in the queue or in service. */
  readonly timedOut: number;
  /** In service or queued on a pod that ended: drained longer than its grace period, crashed, or lost with its node. */
  readonly killed: number;
  /** Refused: no ready pod, or the queue was full. */
  readonly refused: number;
  /** Neither answered nor lost when the simulation ended. */
  readonly inFlight: number;
}

/** One value a minute, from time 0; a request counts in the minute of its outcome, an arrival in its own. */
export interface MinuteSeries {
  /** Number of minutes. */
  readonly length: number;
  /** Requests that arrived. */
  readonly arrived: Float64Array;
  /** Requests that were answered, late ones included. */
  readonly served: Float64Array;
  /** Requests that were answered later than the SLO allows. */
  readonly late: Float64Array;
  /** Timed out, killed or refused. */
  readonly failed: Float64Array;
  /** Seconds, of requests served in the minute; NaN when there were none. */
  readonly p50: Float32Array;
  /** 95th percentile of the latency in seconds; NaN without an answer. */
  readonly p95: Float32Array;
  /** 99th percentile of the latency in seconds; NaN without an answer. */
  readonly p99: Float32Array;
}

/** Requests of one flow in a run. */
export interface FlowResult {
  /** Name of the flow. */
  readonly name: string;
  /** Outcomes of the flow's requests, end to end. */
  readonly counters: Counters;
  /** Attempts of its clients: the requests, and what was sent again. */
  readonly attempts: number;
  /** Seconds from the request's arrival to its last answer, of served requests. */
  readonly latency: LatencyHistogram;
  /** Outcomes by minute. */
  readonly minutes: MinuteSeries;
}

/** Requests, replicas and autoscaler of one workload in a run. */
export interface WorkloadResult {
  /** `namespace/Kind/name`. */
  readonly id: string;
  /** Outcomes of the requests that reached the workload. */
  readonly counters: Counters;
  /** Seconds at this workload, waiting included, of served requests. */
  readonly latency: LatencyHistogram;
  /** Seconds from arrival at this workload to the start of service, of all requests that were started. */
  readonly waiting: LatencyHistogram;
  /** Outcomes by minute. */
  readonly minutes: MinuteSeries;
  /** Only with a service model of tokens. */
  readonly tokens?: TokenResult;
  /** Replicas, queue and load over time. */
  readonly series: WorkloadSeries;
  /** Changes of spec.replicas, in time. */
  readonly events: readonly ScaleEvent[];
  /** Every pass of the HPA controller; undefined for other autoscalers. */
  readonly passes?: PassLog;
  /** Only under KEDA. */
  readonly keda?: KedaStatistics;
  /** Counts of pods and their lifetimes. */
  readonly pods: PodStatistics;
  /** Integral over time of pods that exist, starting and terminating ones included: what is paid for. */
  readonly replicaSeconds: number;
  /** Integral of pods that are not being deleted. */
  readonly activeSeconds: number;
  /** Integral of ready pods. */
  readonly readySeconds: number;
  /** Integral of slots in service (of decoding and prefilling requests for tokens), and of the slots of ready pods. */
  readonly busySlotSeconds: number;
  /** Integral over time of the ready pods' slots. */
  readonly slotSeconds: number;
  /** Only where the pods' requests can want more CPU than a limit or a node leaves them. */
  readonly cpu?: CpuResult;
  /** Most pods at once, not counting those being deleted. */
  readonly peakReplicas: number;
  /** Most requests waiting at once. */
  readonly peakWaiting: number;
  /** replicaSeconds / 3600 × pricePerReplicaHour. */
  readonly cost: number;
}

/** Slowdown by CPU, in pod-seconds. */
export interface CpuResult {
  /** Core-seconds that requests used. */
  readonly coreSeconds: number;
  /** With requests in service. */
  readonly busySeconds: number;
  /** In which the quota of the CPU limit was used up, and requests stood still. */
  readonly throttledSeconds: number;
  /** In which the node left less CPU than the pod wanted. */
  readonly contendedSeconds: number;
}

/** Latencies and counts of a model server that generates tokens. */
export interface TokenResult {
  /** Seconds from arrival at this workload to the first output token. */
  readonly timeToFirstToken: LatencyHistogram;
  /** Seconds between two output tokens, the mean of each request. */
  readonly interTokenLatency: LatencyHistogram;
  /** Seconds from arrival to the first engine step that computes the request. */
  readonly queueTime: LatencyHistogram;
  /** Requests that gave their KV blocks back and were computed again. */
  readonly preemptions: number;
  /** Prompt tokens of the requests. */
  readonly inputTokens: number;
  /** Tokens that were generated. */
  readonly outputTokens: number;
}

/** Point k covers the seconds from k × step to (k + 1) × step. */
export interface WorkloadSeries {
  /** Number of points. */
  readonly length: number;
  /** Requests that arrived per second, mean over the step. */
  readonly demand: Float32Array;
  /**
   * Requests per second that the ready pods could serve, mean over the step (tokens: at the full batch, with mean
   * prompts and answers).
   */
  readonly capacity: Float32Array;
  /** spec.replicas at the end of the step. */
  readonly desired: Float32Array;
  /** Pods at the end of the step, not counting those being deleted: status.replicas. */
  readonly current: Float32Array;
  /** Ready pods, mean over the step. */
  readonly ready: Float32Array;
  /** Requests waiting, mean over the step. */
  readonly queue: Float32Array;
  /** Slots in service divided by slots of ready pods, means over the step; NaN without a ready pod. */
  readonly utilization: Float32Array;
  /** Requests answered in the step. */
  readonly served: Float32Array;
  /** Requests timed out, killed or refused in the step. */
  readonly failed: Float32Array;
  /** Seconds at this workload, of requests answered in the step; NaN when there were none. */
  readonly p50: Float32Array;
  /** 95th percentile of the latency in seconds; NaN without an answer. */
  readonly p95: Float32Array;
  /** 99th percentile of the latency in seconds; NaN without an answer. */
  readonly p99: Float32Array;
}

/** A change of spec.replicas. */
export interface ScaleEvent {
  /** Time of the change in seconds. */
  readonly seconds: number;
  /** Replicas before the change. */
  readonly from: number;
  /** Replicas after the change. */
  readonly to: number;
  /**
   * 'hpa': the controller; 'keda': KEDA's loop, from and to idle or zero; 'schedule': a CronHorizontalPodAutoscaler;
   * 'manual': a scale fault.
   */
  readonly by: 'hpa' | 'keda' | 'schedule' | 'manual';
  /** Reason in the controller's own words: 'cpu resource utilization (percentage of request) above target'. */
  readonly reason: string;
}

/**
 * One entry for each pass of the controller, column by column. `passAt` of simulate.ts makes the whole decision of one
 * pass readable.
 */
export interface PassLog {
  /** Number of passes. */
  readonly length: number;
  /** Time of each pass in seconds. */
  readonly seconds: Float64Array;
  /** spec.replicas and status.replicas that the controller read. */
  readonly specReplicas: Int32Array;
  /** `status.replicas` of the scale at each pass. */
  readonly statusReplicas: Int32Array;
  /** Ready pods at each pass. */
  readonly readyPods: Int32Array;
  /** Replicas that the metrics proposed; -1 if the proposal failed, -2 if they were not read. */
  readonly metricReplicas: Int32Array;
  /** After the stabilization windows. */
  readonly stabilizedReplicas: Int32Array;
  /** Replicas after policies and bounds: the new spec.replicas. */
  readonly desiredReplicas: Int32Array;
  /** Index into `reasons`: the conditions AbleToScale, ScalingActive and ScalingLimited in one line. */
  readonly reason: Int32Array;
  /** Reasons that the passes refer to by index. */
  readonly reasons: readonly string[];
  /** In the order of spec.metrics. */
  readonly metrics: readonly MetricColumn[];
}

/** Metric of an autoscaler, recorded at each pass. */
export interface MetricColumn {
  /** As in the HPA's status: 'cpu', 'http_requests_per_second'. */
  readonly name: string;
  /** Value that the controller read, in the unit of its target (percent, or the metric's own); NaN without a value. */
  readonly value: Float64Array;
  /** Target of the metric. */
  readonly target: number;
  /** Replicas that this metric asked for; -1 when it could not. */
  readonly proposal: Int32Array;
  /** Index into the log's `reasons`: the error, or -1. */
  readonly error: Int32Array;
}

/** Statistics of KEDA's polling loop. */
export interface KedaStatistics {
  /** Number of scalings from idle or zero, or to minReplicaCount. */
  readonly activations: number;
  /** Number of scalings to idle or zero. */
  readonly deactivations: number;
  /** Polls in which a trigger failed. */
  readonly failedPolls: number;
  /** Polls in which a fallback replaced a trigger. */
  readonly fallbackPolls: number;
}

/** Counts of pods and of what happened to them. */
export interface PodStatistics {
  /** Pods that were created. */
  readonly created: number;
  /** Containers that crashed and were started again. */
  readonly restarts: number;
  /** Pods that were deleted. */
  readonly deleted: number;
  /** Seconds from creation to the first Ready. */
  readonly startUp: LatencyHistogram;
}

/** Nodes of one pool in a run. */
export interface NodePoolResult {
  /** Name of the node pool. */
  readonly name: string;
  /** Seconds that its nodes existed, summed over the nodes. */
  readonly nodeSeconds: number;
  /** Highest node count. */
  readonly peakNodes: number;
  /** Node-hours times the price of the pool. */
  readonly cost: number;
  /** Nodes that are ready at the end of each step. */
  readonly nodes: Float32Array;
}
