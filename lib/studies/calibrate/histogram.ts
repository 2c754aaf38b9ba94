import { type RecordedHistogram } from '../../recording';

/**
 * Returns the requests of each bucket in a step; undefined if a bound is unknown or no request was counted. If the
 * buckets were not scraped together, a count may be negative; the sum over many steps is correct.
 */
export function bucketCounts({ rates }: RecordedHistogram, step: number, stepSeconds: number): Float64Array | undefined {
  const counts = new Float64Array(rates.length);
  let below = 0;
  for (let bound = 0; bound < rates.length; bound++) {
    const rate = rates[bound][step];
    if (Number.isNaN(rate)) return undefined;
    counts[bound] = (rate - below) * stepSeconds;
    below = rate;
  }
  return below > 0 ? counts : undefined;
}

/** Sums the counts of several steps, each at least 0; undefined if none of them is known. */
export function sumOfCounts(histogram: RecordedHistogram, steps: Iterable<number>, stepSeconds: number): Float64Array | undefined {
  let sum: Float64Array | undefined;
  for (const step of steps) {
    const counts = bucketCounts(histogram, step, stepSeconds);
    if (!counts) continue;
    sum ??= new Float64Array(counts.length);
    for (let bucket = 0; bucket < counts.length; bucket++) sum[bucket] += counts[bucket];
  }
  return sum?.map((count) => Math.max(0, count));
}

/**
 * Returns a quantile of bucket counts, linear within a bucket as in histogram_quantile; above the last finite bound,
 * that bound.
 */
export function bucketQuantile(bounds: readonly number[], counts: ArrayLike<number>, quantile: number): number {
  const total = Array.from(counts).reduce((sum, count) => sum + Math.max(0, count), 0);
  if (total <= 0) return NaN;
  const wanted = quantile * total;
  let seen = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    if (seen + counts[bucket] >= wanted && counts[bucket] > 0) {
      const low = bucket === 0 ? 0 : bounds[bucket - 1];
      return bounds[bucket] === Infinity ? low : low + (bounds[bucket] - low) * (wanted - seen) / counts[bucket];
    }
    seen += Math.max(0, counts[bucket]);
  }
  return bounds[bounds.length - 2] ?? NaN;
}

/** Returns the share of counts up to a bound; NaN without counts. */
export function shareBelow(bounds: readonly number[], counts: ArrayLike<number>, seconds: number): number {
  let below = 0;
  let total = 0;
  for (let bucket = 0; bucket < counts.length; bucket++) {
    if (bounds[bucket] <= seconds * (1 + 1e-9)) below += counts[bucket];
    total += counts[bucket];
  }
  return total > 0 ? below / total : NaN;
}
