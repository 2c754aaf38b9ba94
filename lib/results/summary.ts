import { type ServiceState } from '../simulator/world/service';
import { type SimulationMethod } from '../simulator/world/world';

/** Schema version of the summary. Raised when a key is removed or changes its meaning, not when a key is added. */
export const SUMMARY_VERSION = 2;

/** Summary of a run, the output of `--json`. Figures that were not measured are null. */
export interface Summary {
  /** Version of the summary's keys. */
  readonly schemaVersion: typeof SUMMARY_VERSION;
  /**
   * Origin of the weakest service model among the workloads. If one is assumed, latencies and capacities depend on it.
   */
  readonly serviceState: ServiceState;
  /** Assumptions from defaults. */
  readonly assumptions: readonly string[];
  /** Length of the run in seconds. */
  readonly durationSeconds: number;
  /** Unix seconds at time 0. */
  readonly startEpochSeconds: number | null;
  /** Seed of the random draws. */
  readonly seed: number;
  /** Kubernetes version: '1.35'. */
  readonly kubernetes: string;
  /** Simulation method. */
  readonly method: {
    readonly kind: SimulationMethod;
    /** Requests per batch. */
    readonly batchSize: number;
    /** Error bound of the figures with this method. */
    readonly error: string;
  };
  /** Request-stages: requests times the workloads they visited. */
  readonly requestStages: number;
  /** End-to-end figures, as users experience them. */
  readonly flows: readonly FlowSummary[];
  /** Figures per workload. */
  readonly workloads: readonly WorkloadSummary[];
  /** Figures per node pool. */
  readonly nodePools: readonly NodePoolSummary[];
}

/** Request outcomes, SLO and latency. */
export interface RequestSummary {
  /** Name of the flow or workload. */
  readonly name: string;
  /** Request outcomes. */
  readonly requests: {
    readonly arrived: number;
    /** Requests answered, including late ones. */
    readonly served: number;
    /** Requests answered later than the SLO allows; null without an SLO. */
    readonly late: number | null;
    readonly timedOut: number;
    readonly killed: number;
    /** Requests refused because no pod was ready or the queue was full. */
    readonly refused: number;
    /** Requests still in flight at the end of the run. */
    readonly inFlight: number;
  };
  /** SLO and its attainment; null without an SLO. */
  readonly slo: SloSummary | null;
  /** Latency of answered requests. */
  readonly latencySeconds: Quantiles;
}

/** Figures of one flow. */
export interface FlowSummary extends RequestSummary {
  /** Client attempts, including retries; null if the clients do not retry. */
  readonly attempts: number | null;
}

/** SLO and its attainment. */
export interface SloSummary {
  /** Latency bound in seconds. */
  readonly latencySeconds: number;
  /** Share of requests that must be answered within the bound. */
  readonly objective: number;
  /** Share of requests answered within the bound. Requests in flight count as missed unless they can still meet it. */
  readonly attainmentByRequest: number | null;
  /** Share of minutes that met the objective, among the minutes with a decided request. */
  readonly attainmentByMinute: number | null;
  /** True if attainment by request reaches the objective. */
  readonly met: boolean;
}

/** Latency quantiles of answered requests, in seconds. */
export interface Quantiles {
  /** Mean; null without a value. */
  readonly mean: number | null;
  /** Median; null without a value. */
  readonly p50: number | null;
  /** 95th percentile; null without a value. */
  readonly p95: number | null;
  /** 99th percentile; null without a value. */
  readonly p99: number | null;
  /** Highest value; null without a value. */
  readonly max: number | null;
}

/** Figures of one workload. */
export interface WorkloadSummary extends RequestSummary {
  /** `namespace/Kind/name`; `name` above is the last part. */
  readonly id: string;
  /** Origin of the workload's service model. */
  readonly serviceState: ServiceState;
  /** Autoscaler and its bounds. */
  readonly autoscaler: { readonly kind: 'hpa' | 'keda' | 'fixed'; readonly name: string | null; readonly minReplicas: number; readonly maxReplicas: number };
  /** Figures of the HPA, including the one that KEDA creates; null without one. */
  readonly hpa: HpaSummary | null;
  /** Figures of KEDA; null for other autoscalers. */
  readonly keda: KedaSummary | null;
  /** Token figures; null for other service models. */
  readonly tokens: {
    readonly timeToFirstTokenSeconds: Quantiles;
    readonly interTokenSeconds: Quantiles;
    readonly queueSeconds: Quantiles;
    readonly preemptions: number;
  } | null;
  /** Peak, mean and last replica count. */
  readonly replicas: { readonly peak: number; readonly mean: number; readonly last: number };
  /** Replica-hours of existing pods, including terminating ones. */
  readonly replicaHours: number;
  /** Share of the busy time in which requests were CPU-throttled or contended; null if neither is possible. */
  readonly cpu: { readonly throttledShare: number; readonly contendedShare: number } | null;
  /** Share of the paid replicas' slots without a request in service. */
  readonly idleShare: number | null;
  /** Cost: replica-hours times the price. */
  readonly cost: number;
  /** Peak number of waiting requests, independent of the step of the series. */
  readonly queuePeak: number;
  /** Flapping: scaling direction changes, and their rate per hour. */
  readonly flaps: { readonly count: number; readonly perHour: number };
  /** Scale-up latency: periods in which demand exceeded the capacity of the ready replicas. */
  readonly scaleUpLatencySeconds: Spells;
  /** Scale-down latency: periods for which replicas were no longer needed before their scale-down. */
  readonly scaleDownLatencySeconds: Spells;
  /** Return to minReplicas after load. */
  readonly backToMin: {
    /**
     * Longest time from the last need of more than the minimum until the minimum was reached again; null if it was not
     * left.
     */
    readonly longestSeconds: number | null;
    /** False if the run ended first. */
    readonly returned: boolean;
  };
  /** Pod start-up time, from creation to Ready. */
  readonly startUpSeconds: { readonly mean: number | null; readonly max: number | null };
  /** Offline optimum; null if not requested. */
  readonly optimum: OptimumSummary | null;
}

/** HPA syncs without a decision. */
export interface HpaSummary {
  /** Number of HPA syncs. */
  readonly passes: number;
  /** Syncs in which the metrics yielded no decision (ScalingActive is False), by reason, most frequent first. */
  readonly undecided: readonly UndecidedPasses[];
  /** True if only the first syncs were undecided, while the metrics had not arrived yet. */
  readonly undecidedOnlyAtStart: boolean;
}

/** HPA syncs without computed replicas, for one reason. */
export interface UndecidedPasses {
  /** Reason of the condition ScalingActive: 'FailedGetResourceMetric'. */
  readonly reason: string;
  /** Errors of the failed metrics. */
  readonly error: string;
  /** Number of syncs. */
  readonly passes: number;
}

/** Figures of KEDA in addition to its HPA. */
export interface KedaSummary {
  /** Number of scalings from idle or zero, or to minReplicaCount. */
  readonly activations: number;
  /** Number of scalings to idle or zero, directly from any count. */
  readonly deactivations: number;
  /** Seconds with a failed trigger, in whole polling intervals. */
  readonly failingSeconds: number;
  /** Seconds with a fallback in place of a trigger, in whole polling intervals. */
  readonly fallbackSeconds: number;
}

/** Statistics of periods. */
export interface Spells {
  /** Number of periods. */
  readonly count: number;
  /** Median length in seconds; null without a period. */
  readonly median: number | null;
  /** Maximum length in seconds; null without a period. */
  readonly longest: number | null;
}

/** Offline optimum, compared with the run. */
export interface OptimumSummary {
  /**
   * Lower bound on the replica-hours of any plan with perfect foresight that meets the SLO; null if no plan meets it.
   */
  readonly replicaHours: number | null;
  /**
   * Replica-hours of the run divided by the bound, at least 1; null if the run misses the SLO, because its cost is then
   * not comparable.
   */
  readonly ratio: number | null;
  /** True if the run misses the SLO of a flow through the workload. */
  readonly sloMissed: boolean;
}

/** Figures of one node pool. */
export interface NodePoolSummary {
  /** Name of the node pool. */
  readonly name: string;
  /** Node-hours: lifetimes summed over the nodes. */
  readonly nodeHours: number;
  /** Maximum number of nodes. */
  readonly peakNodes: number;
  /** Cost: node-hours times the price of the pool. */
  readonly cost: number;
}
