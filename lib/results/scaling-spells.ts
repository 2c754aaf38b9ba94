import { type ScaleEvent, type WorkloadSeries } from '../simulator/run/run';
import { type Spells } from './summary';

/** Demand in replicas, in blocks that smooth the variation of single arrivals. */
export interface Need {
  readonly blockSeconds: number;
  /** Minimum integer number of replicas for the mean demand of each block. */
  readonly replicas: readonly number[];
  /**
   * Mean number of ready replicas that can share the work: less than all if partitions do not spread evenly over them.
   */
  readonly able: readonly number[];
  /** Replicas at the end of each block. */
  readonly current: readonly number[];
}

const SLACK = 1e-6;

/** Computes the need from a run's series in blocks of one sync period, or of one step if steps are longer. */
export function needOf(series: WorkloadSeries, stepSeconds: number, periodSeconds: number): Need {
  const steps = Math.max(1, Math.round(periodSeconds / stepSeconds));
  const perReplica = capacityPerReplica(series);
  const blocks = Math.ceil(series.length / steps);
  const need: Need & Record<'replicas' | 'able' | 'current', number[]> = { blockSeconds: steps * stepSeconds, replicas: [], able: [], current: [] };
  for (let block = 0; block < blocks; block++) {
    const from = block * steps;
    const until = Math.min(series.length, from + steps);
    const demand = meanOf(series.demand, from, until);
    need.replicas.push(demand === 0 ? 0 : perReplica > 0 ? Math.ceil(demand / perReplica - SLACK) : Infinity);
    need.able.push(perReplica > 0 ? meanOf(series.capacity, from, until) / perReplica : 0);
    need.current.push(series.current[until - 1]);
  }
  return need;
}

/** Returns the periods in which demand exceeded the capacity of the ready replicas. */
export function shortages({ blockSeconds, replicas, able }: Need): Spells {
  const lengths: number[] = [];
  let length = 0;
  for (let block = 0; block <= replicas.length; block++) {
    if (block < replicas.length && replicas[block] > able[block] + SLACK) length += blockSeconds;
    else if (length > 0) {
      lengths.push(length);
      length = 0;
    }
  }
  return spells(lengths);
}

/**
 * Returns the delay of each scale-down by an autoscaler: the time for which the removed replicas were no longer needed.
 */
export function removalDelays(need: Need, events: readonly ScaleEvent[]): Spells {
  const roseAbove: number[] = [];
  const delays: number[] = [];
  for (const { by, seconds, from, to } of events) {
    for (let replicas = from; replicas < to; replicas++) roseAbove[replicas] = seconds;
    if (by === 'manual' || to >= from) continue;
    let block = Math.min(need.replicas.length, Math.floor(seconds / need.blockSeconds)) - 1;
    while (block >= 0 && need.replicas[block] <= to) block--;
    delays.push(Math.max(0, seconds - Math.max(roseAbove[to] ?? 0, (block + 1) * need.blockSeconds)));
  }
  return spells(delays);
}

/**
 * Returns the times from the last block that needed more than the minimum to the first block at the minimum, without
 * new need in between.
 */
export function returnsToMin({ blockSeconds, replicas, current }: Need, minReplicas: number): { longestSeconds: number | null; returned: boolean } {
  let longest: number | null = null;
  let waiting = 0;
  for (let block = 0; block < replicas.length; block++) {
    if (replicas[block] > minReplicas) {
      waiting = 0;
    } else if (current[block] > minReplicas) {
      waiting += blockSeconds;
    } else if (waiting > 0) {
      longest = Math.max(longest ?? 0, waiting);
      waiting = 0;
    }
  }
  return { longestSeconds: waiting > 0 ? Math.max(longest ?? 0, waiting) : longest, returned: waiting === 0 };
}

/** Returns the number of direction changes among the autoscaler's scalings. */
export function flaps(events: readonly ScaleEvent[]): number {
  let direction = 0;
  let count = 0;
  for (const { by, from, to } of events) {
    const next = Math.sign(to - from);
    if (by === 'manual' || next === 0) continue;
    if (direction !== 0 && next !== direction) count++;
    direction = next;
  }
  return count;
}

/** Returns the capacity of one ready pod in requests per second; 0 if no pod was ever ready. */
export function capacityPerReplica({ capacity, ready, length }: WorkloadSeries): number {
  let most = 0;
  for (let step = 0; step < length; step++) {
    if (ready[step] > 0) most = Math.max(most, capacity[step] / ready[step]);
  }
  return most;
}

function spells(lengths: readonly number[]): Spells {
  const sorted = [...lengths].sort((a, b) => a - b);
  if (sorted.length === 0) return { count: 0, median: null, longest: null };
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { count: sorted.length, median, longest: sorted[sorted.length - 1] };
}

function meanOf(values: Float32Array, from: number, until: number): number {
  let sum = 0;
  for (let i = from; i < until; i++) sum += values[i];
  return sum / (until - from);
}
