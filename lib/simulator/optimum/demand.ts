/** The requests of one workload, in the order of their arrival. */
export interface Demand {
  /** Seconds at which each request reached the platform, ascending. */
  readonly at: ArrayLike<number>;
  /** Replica-seconds that each request takes at the least: its service time divided by the requests that a replica serves at once. */
  readonly replicaSeconds: ArrayLike<number>;
  /** Seconds after its arrival by which a request must be answered; one number for all, or one for each. */
  readonly deadlineSeconds: number | ArrayLike<number>;
  /** Requests that each entry stands for. @default 1 */
  readonly weight?: number;
}

/** When the replica count may change, and what a change costs. */
export interface Grid {
  /** Time of the first change, below the period. */
  readonly phaseSeconds: number;
  readonly periodSeconds: number;
  readonly durationSeconds: number;
  /** Seconds at the start of each period in which a replica that is no longer paid for may still be given requests. */
  readonly graceSeconds: number;
}

/** Requests that must be answered within a window of several periods, with the least work first. */
export interface WindowedDemand {
  readonly windows: number;
  /** Requests of window i: offsets[i] to offsets[i + 1]. */
  readonly offsets: Float64Array;
  /** Replica-seconds, ascending within a window. */
  readonly sizes: Float64Array;
}

/**
 * Sorts requests into windows of `periods` sync periods. A request is in a window only if it cannot have been answered in time outside of it, nor by a
 * replica that was already given up; all others are left out, which can only lower a bound.
 */
export function windowedDemand(demand: Demand, grid: Grid, periods: number): WindowedDemand {
  const { phaseSeconds, periodSeconds, durationSeconds, graceSeconds } = grid;
  const length = periods * periodSeconds;
  const windows = Math.max(0, Math.floor((durationSeconds - phaseSeconds) / length + 1e-9));
  const deadlineOf = typeof demand.deadlineSeconds === 'number' ? undefined : demand.deadlineSeconds;
  const common = deadlineOf ? 0 : Number(demand.deadlineSeconds);
  const windowOf = (i: number): number => {
    const since = demand.at[i] - phaseSeconds;
    const window = Math.floor(since / length);
    if (since < 0 || window >= windows) return -1;
    const inWindow = since - window * length;
    if (inWindow % periodSeconds < graceSeconds) return -1;
    return inWindow + (deadlineOf ? deadlineOf[i] : common) <= length ? window : -1;
  };

  const offsets = new Float64Array(windows + 1);
  for (let i = 0; i < demand.at.length; i++) {
    const window = windowOf(i);
    if (window >= 0) offsets[window + 1]++;
  }
  for (let w = 0; w < windows; w++) offsets[w + 1] += offsets[w];
  const sizes = new Float64Array(offsets[windows]);
  const next = offsets.slice();
  for (let i = 0; i < demand.at.length; i++) {
    const window = windowOf(i);
    if (window >= 0) sizes[next[window]++] = demand.replicaSeconds[i];
  }
  for (let w = 0; w < windows; w++) sizes.subarray(offsets[w], offsets[w + 1]).sort();
  return { windows, offsets, sizes };
}
