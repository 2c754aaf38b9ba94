import { DEFAULT_FORM, type ForecastForm, type Season } from '../../schedule/forecast/forecast-form';
import { StepMeans } from '../../schedule/forecast/seasonal-forecast';
import { type Demand } from './demand';

/** Seconds between two compared forecasts; one step if steps are longer. */
const MOMENT_SECONDS = 300;
/** Averaging time of the forecast target; one step if steps are longer. */
const TARGET_SECONDS = 600;

/** Returns a forecast at a time; undefined without enough data. */
export type Forecaster = (now: number) => number | undefined;

/**
 * Demand with one horizon: the known values at a time, and the later demand. Times and durations are counted in steps.
 */
export class Grid {
  public readonly means: StepMeans;
  /** Steps between two forecasts. */
  public readonly stride: number;
  public readonly level: number;
  public readonly window: number;
  private readonly ahead: number;

  public constructor(public readonly demand: Demand, public readonly horizonSeconds: number) {
    const { stepSeconds } = demand;
    this.means = new StepMeans(demand.perSecond);
    this.stride = Math.max(1, Math.round(MOMENT_SECONDS / stepSeconds));
    this.level = Math.max(1, Math.round(DEFAULT_FORM.levelSeconds / stepSeconds));
    this.window = Math.max(1, Math.round(TARGET_SECONDS / stepSeconds));
    this.ahead = Math.round(horizonSeconds / stepSeconds);
  }

  public steps(season: Season): number {
    return Math.round(season.seconds / this.demand.stepSeconds);
  }

  /** Returns the current demand as the recording rules compute it. */
  public levelAt(now: number): number | undefined {
    return this.means.mean(now - this.level, now);
  }

  /** Returns the demand that a forecast targets: the mean of the window centered at the horizon. */
  public targetAt(now: number): number | undefined {
    const from = now + Math.floor(this.ahead - this.window / 2);
    return this.means.mean(from, from + this.window);
  }

  /** Returns true if the target window of a season ago is over. */
  public hasSeen(season: Season): boolean {
    return Math.floor(this.ahead - this.window / 2) + this.window <= this.steps(season);
  }

  /** Returns a form without durations shorter than a step. */
  public fitted(form: Pick<ForecastForm, 'seasons' | 'mostTimesLevel' | 'smoothSeconds'>): ForecastForm {
    const { stepSeconds } = this.demand;
    return {
      ...form,
      seasons: form.seasons.map((season) => ({ ...season, seconds: this.steps(season) * stepSeconds })),
      levelSeconds: this.level * stepSeconds,
      smoothSeconds: Math.max(form.smoothSeconds, stepSeconds),
      // A target with an odd number of steps ends with its last step, so that its middle is half a step earlier.
      horizonSeconds: (this.ahead - (this.window % 2) / 2) * stepSeconds,
    };
  }
}
