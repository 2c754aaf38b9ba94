import { type RecordedHistogram, type RecordedWorkload, type Recording, type SeriesName } from '../../recording';

/** Recorded history of one workload in columns of equal length; NaN for unknown values. */
export interface RecordedSteps {
  readonly name: string;
  /** Start of the first step in Unix seconds. A recorded value belongs to the step that ends at its time. */
  readonly startEpochSeconds: number;
  readonly stepSeconds: number;
  readonly length: number;
  /** Attempts per second. */
  readonly requests: Float64Array;
  readonly errors: Float64Array;
  readonly inFlight: Float64Array;
  readonly cpu: Float64Array;
  /** Ready replicas; the spec's if they were not recorded. */
  readonly ready: Float64Array;
  readonly spec: Float64Array;
  /** maxReplicas as recorded, otherwise of the manifest in force at the time. */
  readonly max: Float64Array;
  readonly limited: Float64Array;
  readonly latency?: RecordedHistogram;
  readonly workload: RecordedWorkload;
}

/** Returns the columns used by a calibration. */
export function stepsOf(recording: Recording, workload: RecordedWorkload): RecordedSteps {
  const { startEpochSeconds, stepSeconds, points } = recording;
  const column = (...names: SeriesName[]): Float64Array => {
    const found = names.map((name) => workload.series.find((series) => series.name === name)).find((series) => series !== undefined);
    return found?.values ?? new Float64Array(points).fill(NaN);
  };
  const recordedMax = column('hpa-max');
  const max = Float64Array.from(recordedMax, (value, step) => (
    Number.isNaN(value) ? maxOf(workload, startEpochSeconds + step * stepSeconds) : value
  ));
  return {
    name: workload.name, startEpochSeconds: startEpochSeconds - stepSeconds, stepSeconds, length: points, workload, max,
    requests: column('requests'), errors: column('errors'), inFlight: column('in-flight'), cpu: column('cpu'),
    ready: column('replicas-ready', 'replicas-spec'), spec: column('replicas-spec', 'hpa-desired', 'replicas-ready'),
    limited: column('hpa-limited'),
    ...(workload.latency && { latency: workload.latency }),
  };
}

function maxOf({ policies }: RecordedWorkload, epochSeconds: number): number {
  const inForce = policies.filter(({ fromEpochSeconds }) => fromEpochSeconds <= epochSeconds).at(-1) ?? policies[0];
  const spec = inForce?.manifest.spec as { maxReplicas?: unknown; maxReplicaCount?: unknown } | undefined;
  const max = spec?.maxReplicas ?? spec?.maxReplicaCount;
  return typeof max === 'number' ? max : NaN;
}

/** Returns true if any value of a column is known. */
export function isRecorded(column: Float64Array): boolean {
  return column.some((value) => !Number.isNaN(value));
}

/** Returns the number of whole steps in a duration, at least one. */
export function stepsIn({ stepSeconds }: Pick<RecordedSteps, 'stepSeconds'>, seconds: number): number {
  return Math.max(1, Math.round(seconds / stepSeconds));
}

/** Returns the day of a step, counted from the start of the recording. */
export function dayOf({ stepSeconds }: Pick<RecordedSteps, 'stepSeconds'>, step: number): number {
  return Math.floor(step * stepSeconds / 86_400);
}

/** Returns the requests per second per ready pod; NaN without one. */
export function loadPerPod({ requests, ready }: RecordedSteps, step: number): number {
  return ready[step] > 0 ? requests[step] / ready[step] : NaN;
}

/** Returns the median of the known values; NaN without one. */
export function medianOf(values: Iterable<number>): number {
  return quantileOf(values, 0.5);
}

/** Returns a quantile of the known values, with linear interpolation; NaN without one. */
export function quantileOf(values: Iterable<number>, quantile: number): number {
  const sorted = Float64Array.from([...values].filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return NaN;
  const at = quantile * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
