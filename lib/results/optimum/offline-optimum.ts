import { type Demand, eachWindow, type Grid, workByPeriod } from './demand';
import { levelBound } from './level-bound';
import { levelled } from './levels';
import { sizeClasses, type SizeClasses } from './size-classes';

/** Input of the offline optimum: one workload, with perfect foresight. */
export interface OptimumProblem {
  /** Demand to serve. */
  readonly demand: Demand;
  /** Times at which the replica count may change. */
  readonly grid: Grid;
  /** Lower bound of the replicas. */
  readonly minReplicas: number;
  /** Upper bound of the replicas. */
  readonly maxReplicas: number;
  /** Minimum seconds that a replica is paid before it serves. */
  readonly startUpSeconds: number;
  /** Maximum number of requests that the plan may miss. */
  readonly allowedMisses: number;
}

/** Lower bound on the replica-hours of any plan that meets the SLO. */
export interface Optimum {
  /** Lower bound on the replica-hours of any plan that meets the SLO; undefined if no plan meets it. */
  readonly replicaHours?: number;
  /** Window length of the highest bound, in sync periods. */
  readonly windowPeriods: number;
}

const WINDOW_CHOICES = 3;

/**
 * Computes a lower bound on the replica-hours of every plan with perfect foresight. A plan changes its replica count at
 * most once per sync period and on its grid, respects the minimum and the maximum, pays for a replica during its
 * start-up, and misses at most the allowed requests.
 *
 * The bound is the exact dual optimum of a relaxation. Time is divided into windows. A window serves only requests that
 * arrive and fall due in it. Its replicas share the work perfectly. The allowed misses are spent where they save most.
 * Short windows capture the peaks and lose the requests that fall due at their ends; long windows do the opposite.
 * Several lengths are evaluated, and the highest bound is returned. In windows of several periods a replica is paid
 * until its last request is answered; in windows of one period, until its removal.
 */
export function offlineOptimum(problem: OptimumProblem): Optimum {
  const floor = problem.minReplicas * problem.grid.durationSeconds;
  let best: { replicaSeconds: number; windowPeriods: number } = { replicaSeconds: floor, windowPeriods: 1 };
  const classes = sizeClasses(problem.demand.replicaSeconds);
  const work = workByPeriod(problem.demand, problem.grid);
  for (const periods of windowLengths(problem)) {
    const extra = boundWith(problem, periods, classes, heaviest(work, periods));
    if (extra === undefined) return { windowPeriods: periods };
    if (floor + extra > best.replicaSeconds) best = { replicaSeconds: floor + extra, windowPeriods: periods };
  }
  return { replicaHours: best.replicaSeconds / 3600, windowPeriods: best.windowPeriods };
}

/**
 * Computes the replica-seconds above the minimum for windows of one length; undefined if even the maximum misses too
 * many requests.
 */
function boundWith(problem: OptimumProblem, periods: number, classes: SizeClasses, heaviestSeconds: number): number | undefined {
  const { demand, grid, minReplicas, maxReplicas, startUpSeconds, allowedMisses } = problem;
  const graceSeconds = periods === 1 ? grid.graceSeconds : 0;
  const { levels, unavoidable } = levelled((visit) => eachWindow(demand, classes, { ...grid, graceSeconds }, periods, visit), classes, {
    capacitySeconds: grid.periodSeconds - graceSeconds,
    free: minReplicas * periods,
    most: maxReplicas * periods,
    heaviestSeconds,
    weight: demand.weight ?? 1,
  });
  if (unavoidable > allowedMisses + 1e-6) return undefined;
  const leadPeriods = Math.floor(startUpSeconds / grid.periodSeconds);
  const leadWindows = Math.max(0, Math.floor((leadPeriods + 1) / periods) - 1);
  return grid.periodSeconds * levelBound({ leadWindows, allowedMisses: allowedMisses - unavoidable, levels });
}

function heaviest(work: Float64Array, periods: number): number {
  let most = 0;
  for (let from = 0; from + periods <= work.length; from += periods) {
    most = Math.max(most, work.subarray(from, from + periods).reduce((sum, seconds) => sum + seconds, 0));
  }
  return most;
}

function windowLengths({ demand, grid }: OptimumProblem): number[] {
  const { deadlineSeconds } = demand;
  let shortest = Infinity;
  if (typeof deadlineSeconds === 'number') shortest = deadlineSeconds;
  else for (let i = 0; i < deadlineSeconds.length; i++) shortest = Math.min(shortest, deadlineSeconds[i]);
  const lengths: number[] = [];
  for (let periods = 1; lengths.length < WINDOW_CHOICES && periods * grid.periodSeconds <= grid.durationSeconds; periods *= 4) {
    if (periods * grid.periodSeconds > shortest) lengths.push(periods);
  }
  return lengths;
}
