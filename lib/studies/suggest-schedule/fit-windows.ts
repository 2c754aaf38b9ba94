import { QUARTERS_A_DAY } from './quarter-hours';

/** Schedule window of a day, in quarters of an hour from midnight. */
export interface QuarterWindow {
  readonly from: number;
  readonly to: number;
  readonly atLeast: number;
}

/** Windows of a day with their error: excess and missing replicas, in quarters of an hour. */
export interface WindowFit {
  readonly windows: readonly QuarterWindow[];
  readonly cost: number;
}

/** Cost of a missing replica, in idle replicas. */
const MISSING_COST = 3;

/**
 * Finds the cheapest windows shared by some days, for each number of windows up to the maximum.
 *
 * @param days the replicas that each quarter of an hour of each day needs
 * @param base the replicas outside of windows
 * @returns by the number of windows, none first
 */
export function fitWindows(days: ReadonlyArray<readonly number[]>, base: number, most: number): WindowFit[] {
  const baseCost = prefixSums(Array.from({ length: QUARTERS_A_DAY }, (_, quarter) => days.reduce((sum, needs) => sum + costOf(base, needs[quarter]), 0)));
  const best = windowCosts(days, base);
  // fits[k][t]: minimum cost of the first t quarters with at most k windows
  let fits: (WindowFit | undefined)[] = Array.from({ length: QUARTERS_A_DAY + 1 }, (_, t) => ({ windows: [], cost: baseCost[t] }));
  const results = [fits[QUARTERS_A_DAY]!];
  for (let count = 1; count <= most; count++) {
    const before = fits;
    fits = [before[0]];
    for (let to = 1; to <= QUARTERS_A_DAY; to++) {
      let chosen: WindowFit = { windows: fits[to - 1]!.windows, cost: fits[to - 1]!.cost + baseCost[to] - baseCost[to - 1] };
      for (let from = 0; from < to; from++) {
        const { atLeast, cost } = best[from][to];
        const total = before[from]!.cost + cost;
        if (total < chosen.cost - 1e-9) chosen = { windows: [...before[from]!.windows, { from, to, atLeast }], cost: total };
      }
      fits.push(chosen);
    }
    results.push(fits[QUARTERS_A_DAY]!);
  }
  return results;
}

/**
 * Returns the cheapest level for each window: the quantile of the need at which one more replica costs as much when
 * idle as it saves when missing.
 */
function windowCosts(days: ReadonlyArray<readonly number[]>, base: number): { atLeast: number; cost: number }[][] {
  return Array.from({ length: QUARTERS_A_DAY }, (_, from) => {
    const costs: { atLeast: number; cost: number }[] = [];
    const needs: number[] = [];
    for (let to = from + 1; to <= QUARTERS_A_DAY; to++) {
      days.forEach((day) => insert(needs, day[to - 1]));
      const atLeast = Math.max(base + 1, needs[Math.ceil(needs.length * MISSING_COST / (MISSING_COST + 1)) - 1]);
      costs[to] = { atLeast, cost: needs.reduce((sum, need) => sum + costOf(atLeast, need), 0) };
    }
    return costs;
  });
}

/** Returns the cost of a level for a quarter of an hour: idle replicas, plus three times the missing ones. */
export function costOf(level: number, need: number): number {
  return need > level ? MISSING_COST * (need - level) : level - need;
}

function insert(sorted: number[], value: number): void {
  let at = sorted.length;
  while (at > 0 && sorted[at - 1] > value) at--;
  sorted.splice(at, 0, value);
}

function prefixSums(values: readonly number[]): number[] {
  const sums = [0];
  values.forEach((value, i) => sums.push(sums[i] + value));
  return sums;
}
