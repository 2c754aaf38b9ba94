import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { sampler } from '../../lib/simulator/engine/random/sampler';
import { FULL_POD } from './policies';
import { CONCURRENCY, CV, MEAN_SECONDS, SLO } from './service';

/** Cost of a plan that knows something of the traffic, in pod-hours a day. */
export interface Plan {
  readonly text: string;
  readonly podHours: number;
}

const REQUESTS = 200_000;
const RATE_STEP = 0.1;
/** Bisections of a price or a target. */
const ROUNDS = 40;
const LEVEL_MINUTES = [1, 5, 15, 60];
const LAST_MINUTES = [5, 15, 30, 60];
/** Delay of metrics and the start of a pod, in buckets of a minute. */
const DELAY_MINUTES = 2;
const ALLOWED = 1 - SLO.objective;

/** Costs of plans for buckets of a minute, from one that only has the work done to one that sees the past alone. */
export function plans(perSecond: Float64Array): Plan[] {
  const misses = missShares();
  const perDay = (pods: number): number => pods / perSecond.length * 24;
  return [
    { text: 'the work alone, on pods that are always full', podHours: perDay(perSecond.reduce((sum, rate) => sum + rate / FULL_POD, 0)) },
    ...LEVEL_MINUTES.map((minutes) => ({
      text: `the future is known, and the count is set every ${minutes === 1 ? 'minute' : `${minutes} minutes`}`, podHours: perDay(foreseen(perSecond, minutes, misses)),
    })),
    { text: 'the past is known: the highest rate of some minutes, with the best window, headroom and target in hindsight', podHours: perDay(bestReaction(perSecond, misses)) },
  ];
}

/** Share of late requests of a pod by its requests per second: Poisson arrivals, as a random balancer makes them. */
function missShares(): (rate: number) => number {
  const known = new Map<number, number>();
  return (rate) => {
    const step = Math.round(rate / RATE_STEP);
    if (step >= FULL_POD / RATE_STEP) return 1;
    if (!known.has(step)) known.set(step, lateShare(Math.max(1, step) * RATE_STEP));
    return known.get(step)!;
  };
}

function lateShare(rate: number): number {
  const random = new RandomStream(1, 'foresight', String(rate));
  const duration = sampler({ kind: 'lognormal', mean: MEAN_SECONDS, cv: CV }, random);
  const free = new Float64Array(CONCURRENCY);
  let [time, late] = [0, 0];
  for (let request = 0; request < REQUESTS; request++) {
    time += random.exponential() / rate;
    let slot = 0;
    for (let other = 1; other < CONCURRENCY; other++) if (free[other] < free[slot]) slot = other;
    free[slot] = Math.max(time, free[slot]) + duration();
    if (free[slot] - time > SLO.latencySeconds) late++;
  }
  return late / REQUESTS;
}

type Misses = (rate: number) => number;

/** Pods times minutes of the cheapest counts that hold the SLO over all minutes; each is kept for some minutes. */
function foreseen(perSecond: Float64Array, minutes: number, misses: Misses): number {
  const total = perSecond.reduce((sum, rate) => sum + rate, 0);
  const parts = Array.from({ length: Math.ceil(perSecond.length / minutes) }, (_, i) => perSecond.subarray(i * minutes, (i + 1) * minutes));
  const choices = parts.map((rates) => {
    const most = rates.reduce((a, b) => Math.max(a, b), 0);
    const [from, to] = [Math.max(1, Math.floor(most / FULL_POD)), Math.ceil(most / FULL_POD * 2) + 2];
    return Array.from({ length: to - from + 1 }, (_, i) => ({
      pods: (from + i) * rates.length, late: rates.reduce((sum, rate) => sum + rate * misses(rate / (from + i)), 0),
    }));
  });
  // The price of a late request at which all of them together are as many as are allowed.
  let [low, high, cost] = [1e-6, 1e9, Infinity];
  for (let round = 0; round < ROUNDS; round++) {
    const price = Math.sqrt(low * high);
    let [pods, late] = [0, 0];
    for (const options of choices) {
      const best = options.reduce((a, b) => (b.pods + price * b.late < a.pods + price * a.late ? b : a));
      pods += best.pods;
      late += best.late;
    }
    if (late > ALLOWED * total) low = price;
    else [high, cost] = [price, pods];
  }
  return cost;
}

/** Pods times minutes of the cheapest rule that follows the highest rate of the last minutes. */
function bestReaction(perSecond: Float64Array, misses: Misses): number {
  const headrooms = [(rate: number) => rate, (rate: number) => rate + 2, (rate: number) => rate + 4, (rate: number) => rate + Math.sqrt(rate)];
  return Math.min(...LAST_MINUTES.flatMap((minutes) => {
    const highest = highestOfLast(perSecond, minutes);
    return headrooms.map((headroom) => cheapestTarget(perSecond, highest.map(headroom), misses));
  }));
}

function cheapestTarget(perSecond: Float64Array, load: Float64Array, misses: Misses): number {
  const total = perSecond.reduce((sum, rate) => sum + rate, 0);
  let [low, high, cost] = [0.3, 1.5 * FULL_POD, Infinity];
  for (let round = 0; round < ROUNDS / 2; round++) {
    const target = (low + high) / 2;
    let [pods, late] = [0, 0];
    for (let minute = DELAY_MINUTES; minute < perSecond.length; minute++) {
      const count = Math.max(2, Math.ceil(load[minute - DELAY_MINUTES] / target - 1e-9));
      pods += count;
      late += perSecond[minute] * misses(perSecond[minute] / count);
    }
    if (late > ALLOWED * total) high = target;
    else [low, cost] = [target, Math.min(cost, pods)];
  }
  return cost;
}

function highestOfLast(values: Float64Array, count: number): Float64Array {
  return values.map((_, i) => values.subarray(Math.max(0, i - count + 1), i + 1).reduce((a, b) => Math.max(a, b), 0));
}
