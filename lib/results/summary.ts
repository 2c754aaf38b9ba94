import { type ServiceState } from '../simulator/world/service';
import { type SimulationMethod } from '../simulator/world/world';

/** The version of the keys below; raised when one is taken away or changes its meaning, not when one is added. */
export const SUMMARY_VERSION = 2;

/** A run in figures, as `--json` writes it. What was not measured is null. */
export interface Summary {
  readonly schemaVersion: typeof SUMMARY_VERSION;
  /** Weakest of the workloads' service models: where one is assumed, latencies and capacities rest on it. */
  readonly serviceState: ServiceState;
  /** Assumptions that follow from defaults. */
  readonly assumptions: readonly string[];
  readonly durationSeconds: number;
  /** Unix seconds at time 0. */
  readonly startEpochSeconds: number | null;
  readonly seed: number;
  /** '1.35' */
  readonly kubernetes: string;
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
  readonly workloads: readonly WorkloadSummary[];
  readonly nodePools: readonly NodePoolSummary[];
}

/** Outcomes of requests. */
export interface RequestSummary {
  readonly name: string;
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
  readonly slo: SloSummary | null;
  readonly latencySeconds: Quantiles;
}

/** Figures of one flow. */
export interface FlowSummary extends RequestSummary {
  /** Attempts of its clients, retries included; null where they do not retry. */
  readonly attempts: number | null;
}

/** SLO, and the share of requests that met it. */
export interface SloSummary {
  readonly latencySeconds: number;
  readonly objective: number;
  /**
   * Share of the requests that were answered in time; those still in flight count as missed unless they may yet make
   * it.
   */
  readonly attainmentByRequest: number | null;
  /** Share of the minutes with a decided request in which the objective was met. */
  readonly attainmentByMinute: number | null;
  readonly met: boolean;
}

/** Latency quantiles of answered requests, in seconds. */
export interface Quantiles {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}

/** Figures of one workload. */
export interface WorkloadSummary extends RequestSummary {
  /** `namespace/Kind/name`; `name` above is the last part. */
  readonly id: string;
  /** Origin of its service model. */
  readonly serviceState: ServiceState;
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
  readonly flaps: { readonly count: number; readonly perHour: number };
  /** Periods in which demand exceeded the capacity of the ready replicas. */
  readonly scaleUpLatencySeconds: Spells;
  /** Periods for which the replicas of a scale-down had not been needed. */
  readonly scaleDownLatencySeconds: Spells;
  readonly backToMin: {
    /**
     * Longest time from the last need of more than the minimum until the minimum was back; null where it was not left.
     */
    readonly longestSeconds: number | null;
    /** False where the run ended first. */
    readonly returned: boolean;
  };
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
  readonly count: number;
  readonly median: number | null;
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
  readonly name: string;
  readonly nodeHours: number;
  readonly peakNodes: number;
  readonly cost: number;
}
