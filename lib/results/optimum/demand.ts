import { type SizeClasses } from './size-classes';

/** Requests of one workload, in order of arrival. */
export interface Demand {
  /** Arrival time of each request at the platform in seconds, ascending. */
  readonly at: ArrayLike<number>;
  /** Minimum replica-seconds of each request: its service time divided by the concurrency of a replica. */
  readonly replicaSeconds: ArrayLike<number>;
  /** Deadline of a request in seconds after its arrival; one number for all, or one for each. */
  readonly deadlineSeconds: number | ArrayLike<number>;
  /** Number of requests per entry. @default 1 */
  readonly weight?: number;
}

/** Times at which the replica count may change, and the grace period after a change. */
export interface Grid {
  /** Time of the first change in seconds, below the period. */
  readonly phaseSeconds: number;
  /** Seconds between two possible changes. */
  readonly periodSeconds: number;
  /** Length of the run in seconds. */
  readonly durationSeconds: number;
  /**
   * Seconds at the start of each period in which a removed replica, which is no longer paid, may still receive
   * requests.
   */
  readonly graceSeconds: number;
}

/** Requests that must be answered within one window of several periods, by size class. */
export interface WindowDemand {
  readonly requests: number;
  /** Requests of each class, and their replica-seconds. */
  readonly counts: Float64Array;
  readonly work: Float64Array;
}

/**
 * Visits the windows of `periods` sync periods in which requests fall due. A request belongs to a window only if it
 * cannot be answered in time outside of it, nor by an already removed replica. All other requests are omitted, which
 * can only lower the bound. The demand passed to `visit` is reused for the next window.
 */
export function eachWindow(demand: Demand, classes: SizeClasses, grid: Grid, periods: number, visit: (window: number, demand: WindowDemand) => void): void {
  const { phaseSeconds, periodSeconds, durationSeconds, graceSeconds } = grid;
  const { at, replicaSeconds, deadlineSeconds } = demand;
  const length = periods * periodSeconds;
  const windows = Math.floor((durationSeconds - phaseSeconds) / length + 1e-9);
  const deadlines = typeof deadlineSeconds === 'number' ? undefined : deadlineSeconds;
  const common = deadlines ? 0 : Number(deadlineSeconds);
  const counts = new Float64Array(classes.count);
  const work = new Float64Array(classes.count);
  let current = -1;
  let requests = 0;
  const finish = (): void => {
    if (requests > 0) visit(current, { requests, counts, work });
    counts.fill(0);
    work.fill(0);
    requests = 0;
  };
  for (let i = 0; i < at.length; i++) {
    const since = at[i] - phaseSeconds;
    const window = Math.floor(since / length);
    if (since < 0 || window >= windows) continue;
    const inWindow = since - window * length;
    if (inWindow + (deadlines ? deadlines[i] : common) > length || (graceSeconds > 0 && inWindow % periodSeconds < graceSeconds)) continue;
    if (window !== current) {
      finish();
      current = window;
    }
    counts[classes.of[i]]++;
    work[classes.of[i]] += replicaSeconds[i];
    requests++;
  }
  finish();
}

/** Returns the replica-seconds that arrive in each sync period. */
export function workByPeriod({ at, replicaSeconds }: Demand, { phaseSeconds, periodSeconds, durationSeconds }: Grid): Float64Array {
  const work = new Float64Array(Math.max(0, Math.floor((durationSeconds - phaseSeconds) / periodSeconds + 1e-9)));
  for (let i = 0; i < at.length; i++) {
    const period = Math.floor((at[i] - phaseSeconds) / periodSeconds);
    if (period >= 0 && period < work.length) work[period] += replicaSeconds[i];
  }
  return work;
}
