import { type Counters, type MinuteSeries } from '../../run/run';
import { type LatencyHistogram } from '../../run/latency-histogram';

/**
 * Requests at one workload, as its pods, its metrics and the series see them: simulated one by one, in batches, or as a
 * flow.
 */
export interface WorkloadStation {
  readonly servers: PodCounters;
  readonly queues: WaitingCounts;
  readonly executor: PodWork;
  readonly outcomes: StationOutcomes;
  /** Seconds from arrival to the start of service. */
  readonly waiting: LatencyHistogram;
  /** Requests that are here, waiting or in service. */
  readonly present: number;
  /** True where all pods take from one queue. */
  readonly sharesQueue: boolean;
  /** Partitions of the topic, where pods read partitions. */
  readonly log?: PartitionLags;
  /** Factor on the service time of requests that arrive from now on. */
  slowness: number;
  /** Slots of the service model for each slot of the counters. */
  readonly slotsPerPlace: number;
  /** Requests that wait for one pod and no other. */
  waitingAt(pod: number): number;
  /** The process of the pod accepts requests from now on; it has been warming up since `since`. */
  open(pod: number, now: number, since?: number): void;
  /** Balancers know the pod. */
  list(pod: number): void;
  /** Removes the pod from the endpoints of balancers. */
  withdraw(pod: number): void;
  /** Stops new requests; the pod finishes those that it has. */
  close(pod: number, now: number): void;
  /** Ends the process at once: its requests in service and in its queue are lost. */
  kill(pod: number, now: number): void;
  /** True for a pod without requests. */
  isDrained(pod: number): boolean;
  /** True where each slot of the pod is in service. */
  isFull(pod: number): boolean;
  /** True where a request that came to the pod at `since`, behind all others, would be in service by now. */
  hasFreedSlot(pod: number, since: number): boolean;
}

/** Counters and gauges of pods, by the row that `add` gave them. */
export interface PodCounters {
  /** Requests, or batches, that a pod serves at the same time. */
  readonly capacity: number;
  /** Slots in service of all pods. */
  readonly totalBusy: number;
  /** A pod without work and with counters at 0. */
  add(): number;
  remove(pod: number): void;
  /** Slots of the pod in service. */
  busyAt(pod: number): number;
  /** Requests that the pod has answered. */
  answeredBy(pod: number): number;
  /** Prompt tokens that the pod has read. */
  inputTokensOf(pod: number): number;
  /** Seconds of busy slots until now. */
  busySeconds(pod: number, now: number): number;
  /** Seconds with any work up to now. */
  activeSeconds(pod: number, now: number): number;
  totalBusySeconds(now: number): number;
  /** Pods that had a slot in service since the last call; left out where that is not known. For one caller. */
  takeTouched?(): readonly number[];
  /** Name that pods of equal counters share until `version` changes; left out where no pods are alike. */
  likeness?(pod: number): string;
  /** Count of the changes that tell pods apart. */
  readonly version?: number;
}

/** Waiting requests of a workload. */
export interface WaitingCounts {
  readonly queued: number;
  /** Most at once. */
  readonly peak: number;
  /** Sum over the requests of the seconds that they waited up to now. */
  queuedSeconds(now: number): number;
}

/** Throughput and CPU of pods. */
export interface PodWork {
  /** Requests per second that one pod can serve. */
  readonly podCapacity: number;
  /** Core-seconds that the requests of a pod have used up to now; left out where usage follows from busy slots. */
  cpuSeconds?(pod: number, now: number): number;
  /** Cores that the requests of a pod want now. */
  wantedCores?(pod: number): number;
  /** Share of full speed that the node leaves to the pod from now on. */
  setSpeed?(pod: number, speed: number, now: number): void;
}

/** Consumer-group lag of a topic. */
export interface PartitionLags {
  readonly partitions: number;
  /** Messages that are not finished, by partition. */
  lags(): readonly number[];
  /** Finished messages, by partition: the committed offset. */
  done(): readonly number[];
  /** Returns the number of evenly loaded pods with the throughput of so many readers. */
  readersWorth(readers: number): number;
}

/** Outcomes of the requests of a workload or of a flow. */
export interface StationOutcomes {
  readonly latency: LatencyHistogram;
  readonly minutes: MinuteSeries;
  readonly steps: StepColumns;
  /** Additional histograms that record every latency. */
  readonly probes: LatencyHistogram[];
  counters(): Counters;
}

/** Outcomes by step of the series. */
export interface StepColumns {
  readonly arrived: Float32Array;
  readonly served: Float32Array;
  readonly failed: Float32Array;
  readonly p50: Float32Array;
  readonly p95: Float32Array;
  readonly p99: Float32Array;
}

/** Traffic of a world on its way through the workloads, by one method. */
export interface TrafficModel {
  /** By workload. */
  readonly stations: readonly WorkloadStation[];
  /** Advances to `until`: processes everything before it. */
  advance(until: number): void;
  /** Closes a tick of the clock, once everything before its end was processed. */
  closeTick(tick: number): void;
  /** Outcomes of each flow, and the attempts of its clients beyond the first ones. */
  flows(): ReadonlyArray<{ readonly outcomes: StationOutcomes; readonly retried: number }>;
  /** Sentences about what the method leaves out in this world. */
  readonly notes: readonly string[];
}
