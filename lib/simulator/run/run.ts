import { type SimulationMethod, type World } from '../world/world';
import { type LatencyHistogram } from './latency-histogram';

/**
 * Result of a simulation. Plain data, except for the histograms, which have `quantile(p)`, `mean` and `count` and
 * serialize to JSON.
 */
export interface Run {
  /** Input of the simulation. */
  readonly world: World;
  /** Assumptions of the input and of the engine, one sentence each. */
  readonly assumptions: readonly string[];
  /** Simulation method. */
  readonly method: Method;
  /** Step in seconds of the series of flows, workloads and nodes. */
  readonly seriesStepSeconds: number;
  /** End-to-end results, in the order of world.flows. */
  readonly flows: readonly FlowResult[];
  /** Results per workload, in the order of world.workloads. */
  readonly workloads: readonly WorkloadResult[];
  /** Results per node pool, in the order of world.nodePools. */
  readonly nodePools: readonly NodePoolResult[];
  /** Simulated request-stages: requests times the workloads they visited. */
  readonly requestStages: number;
}

/** Simulation method: individual requests, batches of equal requests, or flows. */
export interface Method {
  /** Kind of the method. */
  readonly kind: SimulationMethod;
  /** Requests per batch; 1 without batches. */
  readonly batchSize: number;
  /** Request-stages expected from the traffic, compared with `limit`. */
  readonly expectedStages: number;
  /** Request-stages above which batches are used. */
  readonly limit: number;
  /** Error bound of the figures with this method, as a sentence. */
  readonly error: string;
}

/**
 * Request outcomes: arrived = served + timedOut + killed + refused + inFlight, exactly. A flow counts its requests end
 * to end; a workload counts the requests that reached it.
 */
export interface Counters {
  /** Requests that arrived. */
  readonly arrived: number;
  /** Requests answered, including late ones. */
  readonly served: number;
  /** Requests answered later than the SLO allows; a part of `served`. 0 for a workload without an SLO. */
  readonly late: number;
  /** Requests whose caller timed out, in the queue or in service. */
  readonly timedOut: number;
  /**
   * Requests in service or queued on a pod that ended: drained longer than its grace period, crashed, or lost with its
   * node.
   */
  readonly killed: number;
  /** Requests refused because no pod was ready or the queue was full. */
  readonly refused: number;
  /** Requests neither answered nor lost when the simulation ended. */
  readonly inFlight: number;
}

/**
 * Series with one value per minute, from time 0. A request counts in the minute of its outcome, an arrival in its own.
 */
export interface MinuteSeries {
  /** Number of minutes. */
  readonly length: number;
  /** Requests that arrived. */
  readonly arrived: Float64Array;
  /** Requests that were answered, including late ones. */
  readonly served: Float64Array;
  /** Requests that were answered later than the SLO allows. */
  readonly late: Float64Array;
  /** Requests that timed out, were killed or were refused. */
  readonly failed: Float64Array;
  /** Median latency in seconds of requests served in the minute; NaN without an answer. */
  readonly p50: Float32Array;
  /** 95th percentile of the latency in seconds; NaN without an answer. */
  readonly p95: Float32Array;
  /** 99th percentile of the latency in seconds; NaN without an answer. */
  readonly p99: Float32Array;
}

/** Result of one flow. */
export interface FlowResult {
  /** Name of the flow. */
  readonly name: string;
  /** Outcomes of the flow's requests, end to end. */
  readonly counters: Counters;
  /** Client attempts: requests and retries. */
  readonly attempts: number;
  /** End-to-end latency of served requests in seconds, from arrival to the last answer. */
  readonly latency: LatencyHistogram;
  /** Outcomes per minute. */
  readonly minutes: MinuteSeries;
}

/** Result of one workload: requests, replicas and autoscaler. */
export interface WorkloadResult {
  /** Id of the workload: `namespace/Kind/name`. */
  readonly id: string;
  /** Outcomes of the requests that reached the workload. */
  readonly counters: Counters;
  /** Latency of served requests at this workload in seconds, including waiting. */
  readonly latency: LatencyHistogram;
  /**
   * Waiting time in seconds of all requests that entered service, from arrival at this workload to the start of
   * service.
   */
  readonly waiting: LatencyHistogram;
  /** Outcomes per minute. */
  readonly minutes: MinuteSeries;
  /** Token figures. Only for a token service model. */
  readonly tokens?: TokenResult;
  /** Replicas, queue and load over time. */
  readonly series: WorkloadSeries;
  /** Changes of spec.replicas, in chronological order. */
  readonly events: readonly ScaleEvent[];
  /** Log of every HPA sync; undefined for other autoscalers. */
  readonly passes?: PassLog;
  /** Statistics of KEDA. Only for a KEDA autoscaler. */
  readonly keda?: KedaStatistics;
  /** Pod counts and lifetimes. */
  readonly pods: PodStatistics;
  /** Pod-seconds of existing pods, including starting and terminating ones: the basis of the cost. */
  readonly replicaSeconds: number;
  /** Pod-seconds of pods that are not terminating. */
  readonly activeSeconds: number;
  /** Pod-seconds of ready pods. */
  readonly readySeconds: number;
  /** Slot-seconds in service. For tokens: of decoding and prefilling requests. */
  readonly busySlotSeconds: number;
  /** Slot-seconds of the ready pods. */
  readonly slotSeconds: number;
  /** CPU contention. Only if requests can want more CPU than a limit or a node allows. */
  readonly cpu?: CpuResult;
  /** Maximum number of pods at once, without terminating ones. */
  readonly peakReplicas: number;
  /** Maximum number of waiting requests at once. */
  readonly peakWaiting: number;
  /** Cost: replicaSeconds / 3600 × pricePerReplicaHour. */
  readonly cost: number;
}

/** CPU throttling and contention, in pod-seconds. */
export interface CpuResult {
  /** CPU core-seconds used by requests. */
  readonly coreSeconds: number;
  /** Pod-seconds with requests in service. */
  readonly busySeconds: number;
  /** Pod-seconds throttled: the CPU limit's quota was used up, and requests stalled. */
  readonly throttledSeconds: number;
  /** Pod-seconds in which the node provided less CPU than the pod wanted. */
  readonly contendedSeconds: number;
}

/** Latencies and counts of a token service model. */
export interface TokenResult {
  /** Time to first token in seconds, from arrival at this workload. */
  readonly timeToFirstToken: LatencyHistogram;
  /** Seconds between two output tokens, mean per request. */
  readonly interTokenLatency: LatencyHistogram;
  /** Queue time in seconds, from arrival to the first engine step that computes the request. */
  readonly queueTime: LatencyHistogram;
  /** Preemptions: requests that released their KV blocks and were recomputed. */
  readonly preemptions: number;
  /** Prompt tokens of all requests. */
  readonly inputTokens: number;
  /** Generated tokens. */
  readonly outputTokens: number;
}

/** Time series of a workload. Point k covers the seconds from k × step to (k + 1) × step. */
export interface WorkloadSeries {
  /** Number of points. */
  readonly length: number;
  /** Arrival rate in requests per second, mean over the step. */
  readonly demand: Float32Array;
  /**
   * Capacity of the ready pods in requests per second, mean over the step (tokens: at the full batch, with mean prompts
   * and answers).
   */
  readonly capacity: Float32Array;
  /** spec.replicas at the end of the step. */
  readonly desired: Float32Array;
  /** status.replicas at the end of the step: pods without terminating ones. */
  readonly current: Float32Array;
  /** Ready pods, mean over the step. */
  readonly ready: Float32Array;
  /** Requests waiting, mean over the step. */
  readonly queue: Float32Array;
  /**
   * Slot utilization: slots in service divided by slots of ready pods, means over the step; NaN without a ready pod.
   */
  readonly utilization: Float32Array;
  /** Requests answered in the step. */
  readonly served: Float32Array;
  /** Requests that timed out, were killed or were refused in the step. */
  readonly failed: Float32Array;
  /** Median latency at this workload in seconds of requests answered in the step; NaN without an answer. */
  readonly p50: Float32Array;
  /** 95th percentile of the latency in seconds; NaN without an answer. */
  readonly p95: Float32Array;
  /** 99th percentile of the latency in seconds; NaN without an answer. */
  readonly p99: Float32Array;
}

/** Change of spec.replicas. */
export interface ScaleEvent {
  /** Time of the change in seconds. */
  readonly seconds: number;
  /** Replicas before the change. */
  readonly from: number;
  /** Replicas after the change. */
  readonly to: number;
  /**
   * Component that changed it. 'hpa': the controller. 'keda': KEDA's polling loop, to and from idle or zero.
   * 'schedule': a CronHorizontalPodAutoscaler. 'manual': a scale fault.
   */
  readonly by: 'hpa' | 'keda' | 'schedule' | 'manual';
  /** Reason as the controller words it: 'cpu resource utilization (percentage of request) above target'. */
  readonly reason: string;
}

/**
 * Log of the HPA syncs in columns, one entry per sync. `passAt` of simulate.ts returns the whole decision of one sync.
 */
export interface PassLog {
  /** Number of syncs. */
  readonly length: number;
  /** Time of each sync in seconds. */
  readonly seconds: Float64Array;
  /** spec.replicas of the scale at each sync. */
  readonly specReplicas: Int32Array;
  /** status.replicas of the scale at each sync. */
  readonly statusReplicas: Int32Array;
  /** Ready pods at each sync. */
  readonly readyPods: Int32Array;
  /** Replicas proposed by the metrics; -1 if the proposal failed, -2 if the metrics were not read. */
  readonly metricReplicas: Int32Array;
  /** Replicas after the stabilization windows. */
  readonly stabilizedReplicas: Int32Array;
  /** Replicas after policies and bounds: the new spec.replicas. */
  readonly desiredReplicas: Int32Array;
  /** Index into `reasons`: the conditions AbleToScale, ScalingActive and ScalingLimited in one line. */
  readonly reason: Int32Array;
  /** Reasons, referenced by index. */
  readonly reasons: readonly string[];
  /** Metrics, in the order of spec.metrics. */
  readonly metrics: readonly MetricColumn[];
}

/** Metric of an autoscaler, recorded at each sync. */
export interface MetricColumn {
  /** Name as in the HPA's status: 'cpu', 'http_requests_per_second'. */
  readonly name: string;
  /**
   * Metric value that the controller read, in the unit of its target (percent, or the metric's own); NaN without a
   * value.
   */
  readonly value: Float64Array;
  /** Target of the metric. */
  readonly target: number;
  /** Replicas proposed by this metric; -1 if the proposal failed. */
  readonly proposal: Int32Array;
  /** Index of the error in the log's `reasons`, or -1. */
  readonly error: Int32Array;
}

/** Statistics of KEDA's polling loop. */
export interface KedaStatistics {
  /** Number of scalings from idle or zero, or to minReplicaCount. */
  readonly activations: number;
  /** Number of scalings to idle or zero. */
  readonly deactivations: number;
  /** Number of polls with a failed trigger. */
  readonly failedPolls: number;
  /** Number of polls in which a fallback replaced a trigger. */
  readonly fallbackPolls: number;
}

/** Pod counts and start-up times. */
export interface PodStatistics {
  /** Pods created. */
  readonly created: number;
  /** Container restarts after crashes. */
  readonly restarts: number;
  /** Pods deleted. */
  readonly deleted: number;
  /** Start-up time in seconds, from creation to the first Ready. */
  readonly startUp: LatencyHistogram;
}

/** Result of one node pool. */
export interface NodePoolResult {
  /** Name of the node pool. */
  readonly name: string;
  /** Node-seconds: lifetimes summed over the nodes. */
  readonly nodeSeconds: number;
  /** Maximum number of nodes. */
  readonly peakNodes: number;
  /** Cost: node-hours times the price of the pool. */
  readonly cost: number;
  /** Ready nodes at the end of each step. */
  readonly nodes: Float32Array;
}
