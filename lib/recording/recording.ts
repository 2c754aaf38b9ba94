/**
 * History of autoscaled workloads: series on one grid of times, the policies that were in force, and the events that
 * explain jumps. On disk it is a folder of plain CSV and JSON (see docs/recording.md).
 */
export interface Recording {
  /** Unix seconds of the first point. */
  readonly startEpochSeconds: number;
  /** Distance of two points of all series. */
  readonly stepSeconds: number;
  /** Points of each series. */
  readonly points: number;
  /** Scrape interval of the server that was asked, where it is known. */
  readonly scrapeIntervalSeconds?: number;
  readonly workloads: readonly RecordedWorkload[];
  /** One sentence for each thing that was repaired or assumed while recording. */
  readonly remarks: readonly string[];
}

/** History of one autoscaled workload. */
export interface RecordedWorkload {
  /** Name as in scenario files: web, shop/web or shop/Deployment/web. */
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly series: readonly RecordedSeries[];
  /** Histogram of latencies, where one was recorded. */
  readonly latency?: RecordedHistogram;
  /** Policies with the time from which each was in force, ascending; the first may predate the recording. */
  readonly policies: readonly RecordedPolicy[];
  readonly events: readonly RecordedEvent[];
  readonly remarks: readonly string[];
}

/** Quantities that a recording knows, each with one unit. */
export type SeriesName =
  /** Requests that reached the workload, per second; attempts, so retries included. */
  | 'requests'
  /** Requests that failed (5xx, gRPC errors), per second. */
  | 'errors'
  /** Mean requests in flight over all pods. */
  | 'in-flight'
  /** CPU of all pods, in cores. */
  | 'cpu'
  /** Memory of all pods, in bytes. */
  | 'memory'
  /** CPU throttled time of all pods, seconds per second. */
  | 'cpu-throttled'
  | 'replicas-spec'
  | 'replicas-ready'
  /** Desired replicas of the HPA's status. */
  | 'hpa-desired'
  | 'hpa-min'
  | 'hpa-max'
  /** 1 while condition ScalingLimited is true. */
  | 'hpa-limited'
  /** Container restarts, per second. */
  | 'restarts'
  | 'queue-length'
  /** vLLM's gauges and counters, over all pods. */
  | 'vllm-running' | 'vllm-waiting' | 'vllm-kv-usage' | 'vllm-prompt-tokens' | 'vllm-generation-tokens' | 'vllm-preemptions';

/** One quantity over the time of the recording. */
export interface RecordedSeries {
  readonly name: SeriesName;
  /** Unit as written to the file: requests/s, cores, bytes, pods, tokens/s, … */
  readonly unit: string;
  /** PromQL or file that it came from. */
  readonly source: string;
  /**
   * One value for each point: a rate over the step that ends at the point, and a count of pods at its end. NaN where
   * nothing is known: a gap is not zero.
   */
  readonly values: Float64Array;
}

/** Latencies of requests, as cumulative rates per upper bound. */
export interface RecordedHistogram {
  readonly source: string;
  /** Ascending upper bounds in seconds; the last is Infinity. */
  readonly bounds: readonly number[];
  /** By bound: requests per second that took at most so long, one value for each point. */
  readonly rates: readonly Float64Array[];
}

/** Policy of a workload, as manifests: the HorizontalPodAutoscaler or ScaledObject. */
export interface RecordedPolicy {
  /** Unix seconds from which it was in force. */
  readonly fromEpochSeconds: number;
  /** True if the time is assumed: since when it is in force is unknown. */
  readonly sinceUnknown?: boolean;
  /** Autoscaler object, as parsed from YAML. */
  readonly manifest: Readonly<Record<string, unknown>>;
  /** Commit or file that it came from. */
  readonly source: string;
}

/** Something that happened and that no policy explains. */
export interface RecordedEvent {
  readonly atEpochSeconds: number;
  /** Unix seconds of its end, where it lasted. @default - a moment */
  readonly untilEpochSeconds?: number;
  readonly kind: EventKind;
  /** Sentence for the report. */
  readonly text: string;
  /** Seconds of each part of a pod start; only with pod-started. */
  readonly startup?: PodStartup;
}

/** Kinds of events. */
export type EventKind = 'pod-started' | 'deployment' | 'manual-scale' | 'node-lost' | 'restart' | 'policy-change';

/** Start of one pod in its parts, in seconds; undefined where the part was not recorded. */
export interface PodStartup {
  /** From creation to a node. */
  readonly scheduled?: number;
  /** From the node to the images. */
  readonly image?: number;
  /** Init containers. */
  readonly init?: number;
  /** From started containers to ready. */
  readonly ready?: number;
  /** From creation to ready. */
  readonly total?: number;
}
