import { type AgreementFigureScenario } from '../../scenario/scenario';
import { type RecordedSteps } from './recorded-steps';
import { type Split } from './split';

/** Recorded and predicted values of the evaluation period, in buckets of a quarter of an hour; NaN if unknown. */
export interface Compared {
  readonly recorded: Float64Array;
  readonly predicted: Float64Array;
  readonly weights: Float64Array;
}

const BUCKET_SECONDS = 900;
const WEEK = 7 * 86_400;

/** Returns the steps of each quarter of an hour in a range. */
export function bucketsOf({ stepSeconds }: RecordedSteps, from: number, to: number): number[][] {
  const size = Math.max(1, Math.round(BUCKET_SECONDS / stepSeconds));
  const buckets: number[][] = [];
  for (let start = from; start < to; start += size) buckets.push(Array.from({ length: Math.min(size, to - start) }, (_, i) => start + i));
  return buckets;
}

/**
 * Computes the errors of a prediction over the evaluation period, with those of two simple predictions: the value of a
 * week before, and the mean of the fitted period.
 *
 * @param valueOf recorded value of some steps; NaN if it is unknown.
 * @param predictedOf prediction for them.
 * @param relative errors as shares of the recorded mean; otherwise in the quantity's own unit.
 * @returns undefined if nothing can be compared.
 */
export function figureOf(
  steps: RecordedSteps, { at, end }: Split, valueOf: (steps: readonly number[]) => number, predictedOf: (steps: readonly number[]) => number,
  relative: boolean,
): AgreementFigureScenario | undefined {
  const week = Math.round(WEEK / steps.stepSeconds);
  const fitted = bucketsOf(steps, 0, at).map(valueOf).filter((value) => !Number.isNaN(value));
  const constant = fitted.reduce((sum, value) => sum + value, 0) / fitted.length;
  const sums = { count: 0, recorded: 0, error: 0, constant: 0, weekCount: 0, week: 0, errorOfWeek: 0 };
  for (const bucket of bucketsOf(steps, at, end)) {
    const recorded = valueOf(bucket);
    const predicted = predictedOf(bucket);
    if (Number.isNaN(recorded) || Number.isNaN(predicted)) continue;
    sums.count++;
    sums.recorded += recorded;
    sums.error += Math.abs(predicted - recorded);
    sums.constant += Math.abs(constant - recorded);
    const before = bucket[0] >= week ? valueOf(bucket.map((step) => step - week)) : NaN;
    if (Number.isNaN(before)) continue;
    sums.weekCount++;
    sums.week += Math.abs(before - recorded);
  }
  if (sums.count === 0) return undefined;
  const scale = relative ? Math.max(1e-12, sums.recorded / sums.count) : 1;
  const rounded = (value: number): number => Number((value / scale).toPrecision(3));
  return {
    error: rounded(sums.error / sums.count),
    ...(sums.weekCount > sums.count / 2 && { sameTimeLastWeek: rounded(sums.week / sums.weekCount) }),
    ...(fitted.length > 0 && { constant: rounded(sums.constant / sums.count) }),
  };
}
