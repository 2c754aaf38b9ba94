import { DEFAULT_FORM, type ForecastForm, type Season } from '../../schedule/forecast/forecast-form';
import { StepMeans } from '../../schedule/forecast/seasonal-forecast';
import { type Demand } from './demand';

/** Forecasts are compared at moments so far apart, or at each step where steps are longer. */
const MOMENT_SECONDS = 300;
/** Averaging time of the forecast target; one step if steps are longer. */
const TARGET_SECONDS = 600;

/** A forecast at a moment; undefined where it does not know enough yet. */
export type Forecaster = (now: number) => number | undefined;

/** Demand with one horizon: what is known at a moment, and what came of it. Moments and spans are counted in steps. */
export class Grid {
  public readonly means: StepMeans;
  /** Steps between two moments. */
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

  /** The demand that a forecast made at a moment is of: that of the window with the horizon in its middle. */
  public targetAt(now: number): number | undefined {
    const from = now + Math.floor(this.ahead - this.window / 2);
    return this.means.mean(from, from + this.window);
  }

  /** Tells if the target window of a season ago is over. */
  public hasSeen(season: Season): boolean {
    return Math.floor(this.ahead - this.window / 2) + this.window <= this.steps(season);
  }

  /** A form with no time shorter than a step. */
  public fitted(form: Pick<ForecastForm, 'seasons' | 'mostTimesLevel' | 'smoothSeconds'>): ForecastForm {
    const { stepSeconds } = this.demand;
    return {
      ...form,
      seasons: form.seasons.map((season) => ({ ...season, seconds: this.steps(season) * stepSeconds })),
      levelSeconds: this.level * stepSeconds,
      smoothSeconds: Math.max(form.smoothSeconds, stepSeconds),
      // a target of an odd number of steps ends with its last step, so that its middle is half a step earlier
      horizonSeconds: (this.ahead - (this.window % 2) / 2) * stepSeconds,
    };
  }
}
