import { drop, type Labels, METRIC_NAME, signatureOf } from './labels';
import { numberOf } from './literals';
import { type Element, type Vector } from './value';

const UPPER_BOUND = 'le';
const NOT_OF_THE_HISTOGRAM = [UPPER_BOUND, METRIC_NAME];

interface Bucket {
  readonly upper: number;
  readonly count: number;
}

/** histogram_quantile() of classic histograms: the elements are buckets, distinguished by `le`. */
export function histogramQuantile(quantile: number, vector: Vector): Vector {
  const histograms = new Map<string, { readonly labels: Labels; readonly buckets: Bucket[] }>();
  for (const element of vector) {
    const upper = upperBound(element);
    if (upper === undefined) continue;
    const labels = drop(element.labels, NOT_OF_THE_HISTOGRAM);
    const signature = signatureOf(labels);
    const histogram = histograms.get(signature) ?? { labels, buckets: [] };
    histograms.set(signature, histogram);
    histogram.buckets.push({ upper, count: element.value });
  }
  return [...histograms.values()].map(({ labels, buckets }) => ({ labels, value: quantileOfBuckets(quantile, buckets) }));
}

function upperBound({ labels }: Element): number | undefined {
  return numberOf(labels.get(UPPER_BOUND) ?? '');
}

/** Source: bucketQuantile in promql/quantile.go. */
function quantileOfBuckets(quantile: number, given: readonly Bucket[]): number {
  if (Number.isNaN(quantile)) return NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const buckets = cumulative(given);
  const last = buckets.length - 1;
  if (last < 1 || buckets[last].upper !== Infinity) return NaN;
  const observations = buckets[last].count;
  if (observations === 0) return NaN;
  const rank = quantile * observations;
  const found = buckets.findIndex(({ count }) => count >= rank);
  if (found === last || found < 0) return buckets[last - 1].upper;
  if (found === 0 && buckets[0].upper <= 0) return buckets[0].upper;
  const { upper, count } = buckets[found];
  const below = found === 0 ? { upper: 0, count: 0 } : buckets[found - 1];
  return below.upper + (upper - below.upper) * ((rank - below.count) / (count - below.count));
}

/** In order, equal bounds added up, and never falling, which buckets of several pods can. */
function cumulative(given: readonly Bucket[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const bucket of [...given].sort((a, b) => a.upper - b.upper || 0)) {
    const last = buckets.at(-1);
    if (last?.upper === bucket.upper) buckets[buckets.length - 1] = { upper: last.upper, count: last.count + bucket.count };
    else buckets.push(bucket);
  }
  let highest = -Infinity;
  return buckets.map(({ upper, count }) => ({ upper, count: highest = Math.max(highest, count) }));
}
