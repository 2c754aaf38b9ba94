import { canForesee, DEFAULT_FORM, type Season, SEASONS } from '../../schedule/forecast/forecast-form';
import { seasonalForecast, seasonRatio } from '../../schedule/forecast/seasonal-forecast';
import { type Forecaster, type Grid } from './grid';
import { holtWinters } from './holt-winters';
import { ridgeRegression } from './ridge-regression';

/** Props of DemandForecast.seasonal for a form. */
export interface SeasonalProps {
  readonly seasons: readonly ('daily' | 'weekly')[];
  readonly smoothSeconds: number;
  readonly mostTimesLevel: number;
}

/** Forecast form to evaluate. */
export interface BacktestForm {
  readonly name: string;
  /** Props to write if the form is selected; without them it serves as a comparison. */
  readonly props?: SeasonalProps;
  /** @param trainedUntil end of the training data */
  readonly forecaster: (grid: Grid, trainedUntil: number) => Forecaster;
}

export const PERSISTENCE = 'level (no forecast)';
/** Baseline that beats the level on noise, without a forecast. */
export const LONG_LEVEL = 'level over an hour';
/** Smoothing and limit of the forms, usual ones first. Of two equally good forms the first is selected. */
const DETAILS = [3600, 1800].flatMap((smoothSeconds) => [2, 4].map((mostTimesLevel) => ({ smoothSeconds, mostTimesLevel })));

/** Forecaster without a result, if it would need future values. */
const KNOWS_NOTHING: Forecaster = () => undefined;

/** Returns all forms limited to the given seasons. */
export function backtestForms(seasons: readonly (keyof typeof SEASONS)[]): BacktestForm[] {
  const each = seasons.map((name) => SEASONS[name]);
  const combinations = seasons.length > 1 ? [...seasons.map((season) => [season]), seasons] : seasons.map((season) => [season]);
  return [
    { name: PERSISTENCE, forecaster: (grid) => (now) => grid.levelAt(now) },
    { name: LONG_LEVEL, forecaster: (grid) => (now) => grid.means.mean(now - Math.max(1, Math.round(3600 / grid.demand.stepSeconds)), now) },
    ...combinations.flatMap((names) => DETAILS.map((details) => maximum({ seasons: names, ...details }))),
    ...each.flatMap((season) => [ratio(season), repetition(season), { name: `holt-winters ${season.name}`, forecaster: (grid: Grid) => holtWinters(grid, season) }]),
    { name: 'regression', forecaster: (grid, trainedUntil) => ridgeRegression(grid, each, trainedUntil) },
  ];
}

function maximum(props: SeasonalProps): BacktestForm {
  return {
    name: `max(level, ${props.seasons.join(', ')}) over ${props.smoothSeconds / 60} m, at most ${props.mostTimesLevel} x`,
    props,
    forecaster: (grid) => {
      const form = grid.fitted({ ...props, seasons: props.seasons.map((name) => SEASONS[name]) });
      if (!form.seasons.every((each) => canForesee(form, each))) return KNOWS_NOTHING;
      return (now) => seasonalForecast(form, grid.means, grid.demand.stepSeconds, now);
    },
  };
}

/** Scales up and down alike: better on average, and short if the season is wrong. */
function ratio(season: Season): BacktestForm {
  const [least, most] = [0.5, 2];
  return {
    name: `level x ${season.name} ratio`,
    forecaster: (grid) => {
      const form = grid.fitted({ seasons: [season], smoothSeconds: DEFAULT_FORM.smoothSeconds, mostTimesLevel: most });
      if (!canForesee(form, form.seasons[0])) return KNOWS_NOTHING;
      return (now) => {
        const level = grid.levelAt(now);
        const factor = seasonRatio(form, grid.means, grid.demand.stepSeconds, now, form.seasons[0]);
        return level === undefined ? undefined : level * Math.min(most, Math.max(least, factor ?? 1));
      };
    },
  };
}

/** Repeats the value of a season ago, whatever the level. */
function repetition(season: Season): BacktestForm {
  const name = season.seconds === SEASONS.daily.seconds ? 'same as yesterday' : 'same as last week';
  return { name, forecaster: (grid) => (grid.hasSeen(season) ? (now) => grid.targetAt(now - grid.steps(season)) : KNOWS_NOTHING) };
}
