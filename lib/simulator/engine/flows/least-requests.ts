import { erlangC } from './erlang';

const { floor, min, max } = Math;

/** Waiting of an arrival. */
export interface Waiting {
  /** Chance to wait. */
  readonly chance: number;
  /** Mean wait of those that wait, in service times. */
  readonly wait: number;
}

const POINTS = 64;
const ROUNDS = 200;
const tables = new Map<string, Array<Waiting | undefined>>();

/**
 * Waiting with exponential service where a balancer sends each request to the less loaded of two pods picked at random,
 * each with a queue of its own: the mean field of the power of two choices, with the chance that both picks are one
 * pod.
 */
export function leastRequestsWaiting(slots: number, pods: number, load: number): Waiting {
  if (pods <= 1) return { chance: erlangC(slots, load), wait: 1 / (slots * max(1e-9, 1 - load)) };
  const key = `${slots} ${min(64, pods)}`;
  let table = tables.get(key);
  if (!table) tables.set(key, table = []);
  const position = min(0.99, load) * POINTS;
  const index = floor(position);
  const from = table[index] ??= solve(slots, min(64, pods), index / POINTS);
  const to = table[index + 1] ??= solve(slots, min(64, pods), min(0.99, (index + 1) / POINTS));
  const part = position - index;
  return { chance: from.chance + (to.chance - from.chance) * part, wait: from.wait + (to.wait - from.wait) * part };
}

/**
 * Stationary numbers at a pod: arrivals to a pod by its number depend on the share of pods with more, so that both are
 * found by iteration.
 */
function solve(slots: number, pods: number, load: number): Waiting {
  const length = Math.ceil(slots) + 60;
  const twice = 1 - 1 / pods;
  const shares = new Float64Array(length).fill(0);
  shares[0] = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(length);
    next[0] = 1;
    let total = 1;
    let above = 1;
    for (let k = 0; k + 1 < length; k++) {
      const rest = above - shares[k];
      // (above² - rest²) / shares[k] is above + rest: the chance that one of two picks meets this number and the other
      // no smaller one.
      const rate = load * slots * (twice * (above + rest) + 1 / pods);
      next[k + 1] = next[k] * rate / min(k + 1, slots);
      total += next[k + 1];
      above = rest;
    }
    for (let k = 0; k < length; k++) shares[k] = round === 0 ? next[k] / total : (shares[k] + next[k] / total) / 2;
  }
  let arrivals = 0;
  let waiting = 0;
  let waits = 0;
  let above = 1;
  for (let k = 0; k < length; k++) {
    const rest = max(0, above - shares[k]);
    const share = twice * (above * above - rest * rest) + shares[k] / pods;
    arrivals += share;
    if (k >= slots) {
      waiting += share;
      waits += share * (k - slots + 1) / slots;
    }
    above = rest;
  }
  return { chance: waiting / arrivals, wait: waiting > 0 ? waits / waiting : 0 };
}
