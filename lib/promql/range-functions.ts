import { quantileOf, sum, variance } from './statistics';
import { type QueryContext } from './source';
import { type Window } from './value';

/** Result of a function over the samples of one series; undefined where there is none. */
export type RangeFunction = (window: Window, context: QueryContext) => number | undefined;

/**
 * The growth of a counter between the first and the last sample of a window, carried on to its ends.
 * Source: extrapolatedRate in promql/functions.go. Prometheus 2 compares with the threshold after it has bounded the
 * start by zero, Prometheus 3 before.
 */
function extrapolated(window: Window, context: QueryContext, isCounter: boolean): number | undefined {
  const { times, values, start, end } = window;
  const count = times.length;
  if (count < 2) return undefined;
  let growth = values[count - 1] - values[0];
  if (isCounter) {
    for (let i = 1; i < count; i++) {
      if (values[i] < values[i - 1]) growth += values[i - 1];
    }
  }
  const sampled = times[count - 1] - times[0];
  const spacing = sampled / (count - 1);
  const threshold = 1.1 * spacing;
  const bounded = (seconds: number): number => seconds >= threshold ? spacing / 2 : seconds;
  const sinceZero = isCounter && growth > 0 && values[0] >= 0 ? sampled * (values[0] / growth) : Infinity;
  const before = context.prometheus === 3 ? Math.min(bounded(times[0] - start), sinceZero) : bounded(Math.min(times[0] - start, sinceZero));
  return growth * ((sampled + before + bounded(end - times[count - 1])) / sampled);
}

/**
 * Slope and the value at a time of the least squares line. Source: linearRegression in promql/functions.go, whose sums
 * are kept as they are, since what cancels out in them differs from sums around the mean in the ninth digit.
 */
function regression({ times, values }: Window, at: number): { readonly slope: number; readonly intercept: number } | undefined {
  const count = times.length;
  if (count < 2) return undefined;
  if (values.every((value) => value === values[0])) return { slope: 0, intercept: Number.isFinite(values[0]) ? values[0] : NaN };
  const x = times.map((time) => time - at);
  const [sumX, sumY] = [sum(x), sum(values)];
  const covariance = sum(x.map((each, i) => each * values[i])) - sumX * sumY / count;
  const slope = covariance / (sum(x.map((each) => each * each)) - sumX * sumX / count);
  return { slope, intercept: sumY / count - slope * sumX / count };
}

function lastStep({ times, values }: Window, isRate: boolean): number | undefined {
  const last = values.length - 1;
  if (last < 1) return undefined;
  const difference = isRate && values[last] < values[last - 1] ? values[last] : values[last] - values[last - 1];
  return isRate ? difference / (times[last] - times[last - 1]) : difference;
}

function countSteps({ values }: Window, counts: (value: number, before: number) => boolean): number {
  return values.filter((value, i) => i > 0 && counts(value, values[i - 1])).length;
}

/** NaN loses against every number. */
function extreme(values: readonly number[], isMore: (a: number, b: number) => boolean): number {
  return values.reduce((best, value) => Number.isNaN(best) || isMore(value, best) ? value : best);
}

/** Functions of a range of samples alone. */
export const RANGE_FUNCTIONS: Readonly<Record<string, RangeFunction>> = {
  rate: (window, context) => {
    const growth = extrapolated(window, context, true);
    return growth === undefined ? undefined : growth / (window.end - window.start);
  },
  increase: (window, context) => extrapolated(window, context, true),
  delta: (window, context) => extrapolated(window, context, false),
  irate: (window) => lastStep(window, true),
  idelta: (window) => lastStep(window, false),
  deriv: (window) => regression(window, window.times[0])?.slope,
  changes: (window) => countSteps(window, (value, before) => value !== before && !(Number.isNaN(value) && Number.isNaN(before))),
  resets: (window) => countSteps(window, (value, before) => value < before),
  avg_over_time: ({ values }) => sum(values) / values.length,
  sum_over_time: ({ values }) => sum(values),
  min_over_time: ({ values }) => extreme(values, (a, b) => a < b),
  max_over_time: ({ values }) => extreme(values, (a, b) => a > b),
  count_over_time: ({ values }) => values.length,
  present_over_time: () => 1,
  stddev_over_time: ({ values }) => Math.sqrt(variance(values)),
  stdvar_over_time: ({ values }) => variance(values),
};

export function quantileOverTime(window: Window, quantile: number): number {
  return quantileOf(window.values, quantile);
}

/** Value of the line through the samples some seconds after the time of evaluation, whatever the offset. */
export function predictLinear(window: Window, evaluatedAt: number, seconds: number): number | undefined {
  const line = regression(window, evaluatedAt);
  return line && line.intercept + line.slope * seconds;
}
