import { addKnown } from '../traffic/prometheus-trace';
import { type AnsweredHistograms, type AnsweredSeries } from './questions';
import { type RecordedHistogram } from './recording';

/** More columns than this are thinned out: native histograms have up to 160 bounds a scale of ten thousand. */
const MOST_BOUNDS = 48;

/**
 * Histogram of classic buckets: one series for each value of the label `le`.
 *
 * @param unitSeconds seconds of one unit of the bounds.
 * @returns undefined where no bound but that of all requests is there.
 */
export function classicHistogram(series: readonly AnsweredSeries[], unitSeconds: number, source: string): RecordedHistogram | undefined {
  const rates = new Map<number, Float64Array>();
  for (const { labels, values } of series) {
    const bound = boundOf(labels.le, unitSeconds);
    if (bound === undefined) continue;
    const known = rates.get(bound);
    // Prometheus 3 writes le="1.0" where version 2 wrote le="1": both are one bound.
    rates.set(bound, known ? known.map((rate, i) => addKnown(rate, values[i])) : values);
  }
  const bounds = [...rates.keys()].sort((a, b) => a - b);
  if (bounds.length < 2 || bounds[bounds.length - 1] !== Infinity) return undefined;
  return { source, bounds, rates: bounds.map((bound) => rates.get(bound)!) };
}

/**
 * Histogram of native buckets, at bounds that all its points have: those of the coarser scale √2 where there are more
 * than fit into a table.
 *
 * @returns undefined where no point has a bucket.
 */
export function nativeHistogram(
  series: readonly AnsweredHistograms[], total: Float64Array, unitSeconds: number, source: string,
): RecordedHistogram | undefined {
  const points = series[0]?.points ?? [];
  const all = new Set(points.flatMap((buckets) => (buckets ?? []).map(({ upper }) => upper)));
  const finite = [...all].filter((bound) => bound > 0 && bound < Infinity).sort((a, b) => a - b);
  const bounds = finite.length <= MOST_BOUNDS ? finite : finite.filter(isOfScaleTwo);
  if (bounds.length === 0) return undefined;
  const rates = bounds.map((bound) => Float64Array.from({ length: total.length }, (_, i) => {
    const buckets = points[i];
    return buckets === undefined ? NaN : cumulative(buckets, bound);
  }));
  return { source, bounds: [...bounds.map((bound) => Number((bound * unitSeconds).toPrecision(7))), Infinity], rates: [...rates, total] };
}

function boundOf(le: string | undefined, unitSeconds: number): number | undefined {
  if (le === undefined) return undefined;
  const bound = Number(le.replace(/^\+Inf$/, 'Infinity')) * unitSeconds;
  return bound > 0 ? Number(bound.toPrecision(12)) : undefined;
}

/** True for the bounds of two buckets a doubling, which every finer scale has as well. */
function isOfScaleTwo(bound: number): boolean {
  const halves = Math.log2(bound) * 2;
  return Math.abs(halves - Math.round(halves)) < 1e-6;
}

function cumulative(buckets: readonly { readonly upper: number; readonly count: number }[], bound: number): number {
  const sum = buckets.reduce((total, { upper, count }) => total + (upper <= bound * (1 + 1e-9) ? count : 0), 0);
  return Number(sum.toPrecision(7));
}
