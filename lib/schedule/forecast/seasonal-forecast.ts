import { type ForecastForm, type Season, seasonOffsets } from './forecast-form';

/** Means over ranges of steps, each in constant time. */
export class StepMeans {
  private readonly sums: Float64Array;

  /** @param values one number per step */
  public constructor(values: ArrayLike<number>) {
    this.sums = new Float64Array(values.length + 1);
    for (let i = 0; i < values.length; i++) this.sums[i + 1] = this.sums[i] + values[i];
  }

  /**
   * Returns the mean of a half-open range of steps, with fractions of steps; undefined if the range exceeds the
   * series.
   */
  public mean(from: number, to: number): number | undefined {
    return from < 0 || to > this.sums.length - 1 || to <= from ? undefined : (this.until(to) - this.until(from)) / (to - from);
  }

  private until(step: number): number {
    const whole = Math.floor(step);
    return step === whole ? this.sums[whole] : this.sums[whole] + (step - whole) * (this.sums[whole + 1] - this.sums[whole]);
  }
}

/**
 * Computes the forecast of `forecastQuery` for a series with one sample per step, after `now` steps; undefined before
 * the first level.
 */
export function seasonalForecast(form: ForecastForm, means: StepMeans, stepSeconds: number, now: number): number | undefined {
  const level = means.mean(now - form.levelSeconds / stepSeconds, now);
  if (level === undefined) return undefined;
  const ratios = form.seasons.map((season) => seasonRatio(form, means, stepSeconds, now, season) ?? 0);
  return ratios.reduce((most, ratio) => Math.max(most, level * Math.min(ratio, form.mostTimesLevel)), level);
}

/**
 * Returns the growth of the demand after the same time a season ago, as a ratio; undefined without history or without
 * demand.
 */
export function seasonRatio(form: ForecastForm, means: StepMeans, stepSeconds: number, now: number, season: Season): number | undefined {
  const offsets = seasonOffsets(form, season);
  const mean = (offset: number): number | undefined => means.mean(now - (offset + form.smoothSeconds) / stepSeconds, now - offset / stepSeconds);
  const [before, after] = [mean(offsets.before), mean(offsets.after)];
  return before === undefined || after === undefined || before === 0 ? undefined : after / before;
}
