import { type RecordedHistogram, type RecordedWorkload, type Recording, type SeriesName } from '../../recording';

/** History of one workload in columns of one length; NaN where nothing is known. */
export interface RecordedSteps {
  readonly name: string;
  /** Begin of the first step: values of a recording are of the step that ends at their time. */
  readonly startEpochSeconds: number;
  readonly stepSeconds: number;
  readonly length: number;
  /** Attempts per second. */
  readonly requests: Float64Array;
  readonly errors: Float64Array;
  readonly inFlight: Float64Array;
  readonly cpu: Float64Array;
  /** Ready replicas; the spec's where those were not recorded. */
  readonly ready: Float64Array;
  readonly spec: Float64Array;
  /** maxReplicas: as recorded, else the manifest's of the time. */
  readonly max: Float64Array;
  readonly limited: Float64Array;
  readonly latency?: RecordedHistogram;
  readonly workload: RecordedWorkload;
}

/** Returns the columns that a calibration reads. */
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

/** Tells if any step of a column is known. */
export function isRecorded(column: Float64Array): boolean {
  return column.some((value) => !Number.isNaN(value));
}

/** Whole steps of a duration, at least one. */
export function stepsIn({ stepSeconds }: Pick<RecordedSteps, 'stepSeconds'>, seconds: number): number {
  return Math.max(1, Math.round(seconds / stepSeconds));
}

/** Day of a step, counted from the start of the recording. */
export function dayOf({ stepSeconds }: Pick<RecordedSteps, 'stepSeconds'>, step: number): number {
  return Math.floor(step * stepSeconds / 86_400);
}

/** Requests per second of a ready pod; NaN without one. */
export function loadPerPod({ requests, ready }: RecordedSteps, step: number): number {
  return ready[step] > 0 ? requests[step] / ready[step] : NaN;
}

/** Median of the known values; NaN without one. */
export function medianOf(values: Iterable<number>): number {
  return quantileOf(values, 0.5);
}

/** Quantile of the known values, linear between them; NaN without one. */
export function quantileOf(values: Iterable<number>, quantile: number): number {
  const sorted = Float64Array.from([...values].filter((value) => !Number.isNaN(value))).sort();
  if (sorted.length === 0) return NaN;
  const at = quantile * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}
