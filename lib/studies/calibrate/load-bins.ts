import { bucketCounts } from './histogram';
import { loadPerPod, quantileOf, type RecordedSteps, stepsIn } from './recorded-steps';

/** Latencies of all steps with a similar load per pod. */
export interface LoadBin {
  /** Mean loads of equal parts of the bin, in requests per second per pod. */
  readonly loads: readonly number[];
  /** Requests per bucket of the latency histogram. */
  readonly counts: Float64Array;
  /** Requests per bucket by block of days, for the variation beyond counting. */
  readonly byBlock: ReadonlyMap<number, Float64Array>;
}

/** Quantiles of the load at which bins end. The busiest steps are most informative about concurrency. */
const ENDS = [0.05, 0.15, 0.3, 0.45, 0.6, 0.75, 0.86, 0.93, 0.97, 0.99, 0.997, 1];
/** Parts of a bin with separate load predictions. */
const PARTS = 2;
/** Number of requests over which a load is averaged, so that random variation within a step does not count as load. */
const REQUESTS_OF_A_LOAD = 300;
const LONGEST_AVERAGE_SECONDS = 300;
/** Maximum ratio of the previous step's load to a step's load; above it, the previous queue still remains. */
const FALLING = 1.1;
/** Minimum share of the steps per bin, or minimum number. */
const FEWEST_STEPS = 6;

/** Groups the usable steps with a histogram by load per pod, in ascending order. */
export function loadBins(steps: RecordedSteps, usable: Uint8Array): LoadBin[] {
  const { latency, stepSeconds, length } = steps;
  if (!latency) return [];
  const loads = smoothedLoads(steps, usable);
  const chosen: { load: number; counts: Float64Array; block: number }[] = [];
  for (let step = 0; step < length; step++) {
    if (Number.isNaN(loads[step]) || loads[step - 1] > FALLING * loads[step]) continue;
    const counts = bucketCounts(latency, step, stepSeconds);
    if (counts) chosen.push({ load: loads[step], counts, block: Math.floor(step * stepSeconds / blockSeconds(steps)) });
  }
  chosen.sort((one, other) => one.load - other.load);
  const bins: LoadBin[] = [];
  let from = 0;
  for (const end of ENDS) {
    const to = Math.round(end * chosen.length);
    if (to - from < FEWEST_STEPS) continue;
    bins.push(binOf(chosen.slice(from, to), latency.bounds.length));
    from = to;
  }
  return bins;
}

/** Returns the block length: days, or less for a short recording. */
function blockSeconds({ length, stepSeconds }: RecordedSteps): number {
  return Math.min(86_400, length * stepSeconds / 8);
}

function binOf(steps: readonly { load: number; counts: Float64Array; block: number }[], buckets: number): LoadBin {
  const counts = new Float64Array(buckets);
  const byBlock = new Map<number, Float64Array>();
  for (const step of steps) {
    const block = byBlock.get(step.block) ?? new Float64Array(buckets);
    byBlock.set(step.block, block);
    step.counts.forEach((count, bucket) => {
      counts[bucket] += count;
      block[bucket] += count;
    });
  }
  for (const each of [counts, ...byBlock.values()]) each.forEach((count, bucket) => (each[bucket] = Math.max(0, count)));
  const loads = Array.from({ length: PARTS }, (_, part) => {
    const own = steps.slice(Math.floor(part * steps.length / PARTS), Math.floor((part + 1) * steps.length / PARTS));
    return own.reduce((sum, { load }) => sum + load, 0) / own.length;
  });
  return { loads, counts, byBlock };
}

/**
 * Returns the load per pod, averaged over enough requests while the number of pods stays the same; NaN in unusable
 * steps.
 */
export function smoothedLoads(steps: RecordedSteps, usable: Uint8Array): Float64Array {
  const { requests, ready, stepSeconds, length } = steps;
  const perStep = quantileOf(requests, 0.5) * stepSeconds;
  const width = Math.max(1, Math.min(Math.ceil(REQUESTS_OF_A_LOAD / Math.max(perStep, 1)), stepsIn(steps, LONGEST_AVERAGE_SECONDS)));
  return Float64Array.from({ length }, (_, step) => {
    if (usable[step] === 0 || Number.isNaN(loadPerPod(steps, step))) return NaN;
    let sum = 0;
    let count = 0;
    const from = step - Math.floor((width - 1) / 2);
    for (let at = Math.max(0, from); at < Math.min(length, from + width); at++) {
      if (usable[at] === 0 || ready[at] !== ready[step] || Number.isNaN(requests[at])) continue;
      sum += requests[at] / ready[at];
      count++;
    }
    return sum / count;
  });
}
