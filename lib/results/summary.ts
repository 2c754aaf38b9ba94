import { type ServiceState } from '../simulator/world/service';
import { type SimulationMethod } from '../simulator/world/world';

/** The version of the keys below; raised when one is taken away or changes its meaning, not when one is added. */
export const SUMMARY_VERSION = 2;

/** A run in figures, as `--json` writes it. What was not measured is null. */
export interface Summary {
  /** Version of the summary's keys. */
  readonly schemaVersion: typeof SUMMARY_VERSION;
  /** Weakest of the workloads' service models: where one is assumed, latencies and capacities rest on it. */
  readonly serviceState: ServiceState;
  /** Assumptions that follow from defaults. */
  readonly assumptions: readonly string[];
  /** Length of the run in seconds. */
  readonly durationSeconds: number;
  /** Unix seconds at time 0. */
  readonly startEpochSeconds: number | null;
  /** Seed of the random draws. */
  readonly seed: number;
  /** '1.35' */
  readonly kubernetes: string;
  /** Method of the simulation. */
  readonly method: {
    readonly kind: SimulationMethod;
    /** Requests that are simulated as one. */
    readonly batchSize: number;
    /** Error bound of the figures with this method. */
    readonly error: string;
  };
  /** Requests times the workloads they entered. */
  readonly requestStages: number;
  /** End to end: what users see. */
  readonly flows: readonly FlowSummary[];
  /** Figures of each workload. */
  readonly workloads: readonly WorkloadSummary[];
  /** Figures of each node pool. */
  readonly nodePools: readonly NodePoolSummary[];
}

/** Outcomes of requests. */
export interface RequestSummary {
  /** Name of the flow or workload. */
  readonly name: string;
  /** Outcomes of the requests. */
  readonly requests: {
    readonly arrived: number;
    /** Late ones included. */
    readonly served: number;
    /** Null without an SLO. */
    readonly late: number | null;
    readonly timedOut: number;
    readonly killed: number;
    /** Found no pod, or the queue full. */
    readonly refused: number;
    /** Undecided at the end of the run. */
    readonly inFlight: number;
  };
  /** SLO and its attainment; null without one. */
  readonly slo: SloSummary | null;
  /** Latency of answered requests. */
  readonly latencySeconds: Quantiles;
}

/** Figures of one flow. */
export interface FlowSummary extends RequestSummary {
  /** Attempts of its clients, retries included; null where they do not retry. */
  readonly attempts: number | null;
}

/** SLO, and the share of requests that met it. */
export interface SloSummary {
  /** Latency bound in seconds. */
  readonly latencySeconds: number;
  /** Share of the requests that have to be answered within the bound. */
  readonly objective: number;
  /**
   * Share of the requests that were answered in time; those still in flight count as missed unless they may yet make
   * it.
   */
  readonly attainmentByRequest: number | null;
  /** Share of the minutes with a decided request in which the objective was met. */
  readonly attainmentByMinute: number | null;
  /** True where attainment by request reaches the objective. */
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
  /** Origin of its service model. */
  readonly serviceState: ServiceState;
  /** Autoscaler and its bounds. */
  readonly autoscaler: { readonly kind: 'hpa' | 'keda' | 'fixed'; readonly name: string | null; readonly minReplicas: number; readonly maxReplicas: number };
  /** Figures of the HPA, including KEDA's; null without one. */
  readonly hpa: HpaSummary | null;
  /** Only under KEDA. */
  readonly keda: KedaSummary | null;
  /** Only where the service model counts tokens. */
  readonly tokens: {
    readonly timeToFirstTokenSeconds: Quantiles;
    readonly interTokenSeconds: Quantiles;
    readonly queueSeconds: Quantiles;
    readonly preemptions: number;
  } | null;
  /** Highest, mean and last replica count. */
  readonly replicas: { readonly peak: number; readonly mean: number; readonly last: number };
  /** Replica hours of existing pods, terminating ones included. */
  readonly replicaHours: number;
  /** Share of the time with requests in service in which CPU held them up; null where it cannot. */
  readonly cpu: { readonly throttledShare: number; readonly contendedShare: number } | null;
  /** Share of the paid replicas' slots in which no request was served. */
  readonly idleShare: number | null;
  /** Replica-hours times the price given. */
  readonly cost: number;
  /** Most requests waiting at once, whatever the step of the series. */
  readonly queuePeak: number;
  /** Changes of direction among the scalings, and their rate per hour. */
  readonly flaps: { readonly count: number; readonly perHour: number };
  /** Periods in which demand exceeded the capacity of the ready replicas. */
  readonly scaleUpLatencySeconds: Spells;
  /** Periods for which the replicas of a scale-down had not been needed. */
  readonly scaleDownLatencySeconds: Spells;
  /** Return to the minimum after load. */
  readonly backToMin: {
    /**
     * Longest time from the last need of more than the minimum until the minimum was back; null where it was not left.
     */
    readonly longestSeconds: number | null;
    /** False where the run ended first. */
    readonly returned: boolean;
  };
  /** Time from the creation of a pod until it was Ready. */
  readonly startUpSeconds: { readonly mean: number | null; readonly max: number | null };
  /** Null where it was not asked for. */
  readonly optimum: OptimumSummary | null;
}

/** Passes of the HPA controller without a decision. */
export interface HpaSummary {
  /** All of its passes. */
  readonly passes: number;
  /** Those in which the metrics came to no decision (ScalingActive is False), by why; the most frequent first. */
  readonly undecided: readonly UndecidedPasses[];
  /** They were the first passes and no others: a metric takes as long to arrive. */
  readonly undecidedOnlyAtStart: boolean;
}

/** Passes in which the HPA could not compute replicas, with one reason. */
export interface UndecidedPasses {
  /** Reason of the condition ScalingActive: 'FailedGetResourceMetric'. */
  readonly reason: string;
  /** Errors of the failed metrics. */
  readonly error: string;
  /** Number of passes. */
  readonly passes: number;
}

/** Figures of KEDA beyond its HPA. */
export interface KedaSummary {
  /** Times that it raised the replicas, from idle or zero or to minReplicaCount. */
  readonly activations: number;
  /** Times that it put them to idle or zero, at once from any count. */
  readonly deactivations: number;
  /** Seconds for which a trigger failed, in whole polling intervals. */
  readonly failingSeconds: number;
  /** Seconds for which a fallback replaced a trigger, in whole polling intervals. */
  readonly fallbackSeconds: number;
}

/** Stretches of time. */
export interface Spells {
  /** Number of spells. */
  readonly count: number;
  /** Median length in seconds; null without a spell. */
  readonly median: number | null;
  /** Longest length in seconds; null without a spell. */
  readonly longest: number | null;
}

/** Offline optimum, and the run compared with it. */
export interface OptimumSummary {
  /** No plan with perfect foresight that holds the SLO needs less; null where none holds it. */
  readonly replicaHours: number | null;
  /**
   * The run's replica-hours divided by it, at least 1; null where the run misses the SLO, so that its cost does not
   * compare.
   */
  readonly ratio: number | null;
  /** True where the run misses the SLO of a flow through the workload. */
  readonly sloMissed: boolean;
}

/** Figures of one node pool. */
export interface NodePoolSummary {
  /** Name of the node pool. */
  readonly name: string;
  /** Hours that its nodes existed, summed over the nodes. */
  readonly nodeHours: number;
  /** Highest node count. */
  readonly peakNodes: number;
  /** Node-hours times the price of the pool. */
  readonly cost: number;
}
