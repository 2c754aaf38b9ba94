import { UserError } from '../../values/user-error';
import { type Season, SEASONS } from '../../schedule/forecast/forecast-form';
import { formatSeconds } from '../../results/format';
import { type Demand } from './demand';
import { backtestForms, type BacktestForm, PERSISTENCE, type SeasonalProps } from './forms';
import { type Forecaster, Grid } from './grid';
import { type FormScore, scoreOf } from './measure';

/** Result of a forecast form at one horizon, on the validation data and on unseen test data. */
export interface FormResult {
  /** Name of the forecast form. */
  readonly form: string;
  /** Props of the seasonal form; null for other forms. */
  readonly props: SeasonalProps | null;
  /** Score on the validation days. */
  readonly validation: FormScore;
  /** Score on the later test days. */
  readonly test: FormScore;
}

/** Results at one horizon. */
export interface HorizonResult {
  /** Forecast horizon in seconds. */
  readonly horizonSeconds: number;
  /** Result of each form. */
  readonly forms: readonly FormResult[];
  /** Forecast form that pays off; null if none does and a forecast should be omitted. */
  readonly winner: string | null;
  /** Verdict in one sentence. */
  readonly verdict: string;
}

/** Accuracy of the forecast forms on a recorded trace. */
export interface BacktestReport {
  /** Version of the report's keys. */
  readonly schemaVersion: 1;
  /** Name of the trace. */
  readonly trace: string;
  /** Days of traffic. */
  readonly days: number;
  /** Step of the demand in seconds. */
  readonly stepSeconds: number;
  /** Days for warm-up and training, for validation, and for testing. */
  readonly split: { readonly trainingDays: number; readonly validationDays: number; readonly testDays: number };
  /** Result per horizon. */
  readonly horizons: readonly HorizonResult[];
  /** Remarks on the traffic and the result, one sentence each. */
  readonly remarks: readonly string[];
}

const DAY = 86_400;
export const DEFAULT_HORIZONS = [600, 1800, 3600];
/** Shares of the time after the warm-up for training and selection; the rest is for testing. */
const TRAINING_SHARE = 1 / 3;
/**
 * Minimum relative reduction of unmet demand, compared with no forecast, on the validation data, and on the test data.
 */
const GAIN_TO_CHOOSE = 0.1;
const GAIN_TO_CONFIRM = 0.05;
/** Share of unmet demand below which no forecast is needed. */
const NEGLIGIBLE = 1e-3;
/** Minimum number of time points for a comparison. */
const FEWEST_MOMENTS = 30;

/**
 * Compares the forecast forms on a trace and selects the one that pays off, if any.
 * @param horizons seconds; those shorter than a step of the demand are left out
 * @throws UserError if the traffic is too short, or no horizon is left.
 */
export function backtest(demand: Demand, horizons: readonly number[] = DEFAULT_HORIZONS): BacktestReport {
  const { stepSeconds, perSecond } = demand;
  const seconds = perSecond.length * stepSeconds;
  const seasons = seasonsIn(demand, seconds);
  const warmUp = Math.max(...seasons.map((name) => SEASONS[name].seconds));
  const training = warmUp + (seconds - warmUp) * TRAINING_SHARE;
  const validation = (seconds - training) / 2;
  const usable = [...new Set(horizons)].filter((horizon) => horizon >= stepSeconds).sort((a, b) => a - b);
  if (usable.length === 0) throw new UserError(`${demand.name} has steps of ${formatSeconds(stepSeconds)}, too long for a horizon of ${horizons.map(formatSeconds).join(', ')}; use a horizon of ${formatSeconds(stepSeconds)} or more`);
  const bounds = [training, training + validation].map((each) => Math.round(each / stepSeconds)) as [number, number];
  return {
    schemaVersion: 1,
    trace: demand.name,
    days: seconds / DAY,
    stepSeconds,
    split: { trainingDays: training / DAY, validationDays: validation / DAY, testDays: (seconds - training - validation) / DAY },
    horizons: usable.map((horizon) => atHorizon(new Grid(demand, horizon), backtestForms(seasons), bounds)),
    remarks: [
      ...demand.remarks,
      ...(seasons.includes('weekly') ? [] : [`${demand.name} is ${formatSeconds(seconds)} long, less than two weeks: a weekly season is not tested.`]),
      ...horizons.filter((horizon) => !usable.includes(horizon)).map((horizon) => `${demand.name} has steps of ${formatSeconds(stepSeconds)}: a horizon of ${formatSeconds(horizon)} is not tested.`),
    ],
  };
}

/** Returns the seasons that the demand covers at least twice. */
function seasonsIn({ name, perSecond }: Demand, seconds: number): (keyof typeof SEASONS)[] {
  const seasons = (['daily', 'weekly'] as const).filter((season) => seconds >= 2 * (SEASONS[season] as Season).seconds);
  if (seasons.length === 0) throw new UserError(`${name} is ${formatSeconds(seconds)} long; a season of a day shows from two days on, and a choice that can be trusted takes weeks (of a generator: traffic.generator.duration)`);
  if (perSecond.every((rate) => rate === 0)) throw new UserError(`${name} has no requests; use traffic with requests`);
  return seasons;
}

function atHorizon(grid: Grid, forms: readonly BacktestForm[], [trainedUntil, validatedUntil]: [number, number]): HorizonResult {
  const forecasters = forms.map((form) => ({ form, at: form.forecaster(grid, trainedUntil) }));
  const spans = [[trainedUntil, validatedUntil], [validatedUntil, grid.demand.perSecond.length]]
    .map(([from, to]) => compare(forecasters.map(({ at }) => at), grid, from, to));
  const known = forecasters.flatMap(({ form }, i): FormResult[] => {
    const [validation, test] = spans.map((scores) => scores[i]);
    return validation && test ? [{ form: form.name, props: form.props ?? null, validation, test }] : [];
  });
  return { horizonSeconds: grid.horizonSeconds, forms: known, ...choose(known) };
}

/**
 * Scores forecasters at the time points for which all of them have a forecast; undefined for one without any forecast.
 */
function compare(forecasters: readonly Forecaster[], grid: Grid, from: number, to: number): (FormScore | undefined)[] {
  const targets: number[] = [];
  const forecasts = forecasters.map((): number[] => []);
  const silent = forecasters.map((at) => at(firstMoment(grid, to) - grid.stride) === undefined);
  for (let now = firstMoment(grid, from); now < to; now += grid.stride) {
    const target = grid.targetAt(now);
    const values = forecasters.map((at, i) => silent[i] ? NaN : at(now));
    if (target === undefined || values.includes(undefined)) continue;
    targets.push(target);
    values.forEach((value, i) => forecasts[i].push(value!));
  }
  if (targets.length < FEWEST_MOMENTS) {
    throw new UserError(`${grid.demand.name} leaves ${targets.length} moments to compare forecasts at, of at least ${FEWEST_MOMENTS}; use more days, or shorter steps`);
  }
  return forecasts.map((values, i) => silent[i] ? undefined : scoreOf(values, targets));
}

function firstMoment({ stride }: Grid, step: number): number {
  return Math.ceil(step / stride) * stride;
}

/** Selects on the validation data; the selection counts only if it is confirmed on the test data. */
function choose(forms: readonly FormResult[]): Pick<HorizonResult, 'winner' | 'verdict'> {
  const none = forms.find(({ form }) => form === PERSISTENCE)!;
  const unmet = (span: 'validation' | 'test', { [span]: score }: FormResult): number => score.unmetAtEqualCapacity;
  const gain = (span: 'validation' | 'test', form: FormResult): number => 1 - unmet(span, form) / unmet(span, none);
  const percent = (share: number): string => `${(100 * share).toPrecision(2)} %`;
  if (unmet('validation', none) < NEGLIGIBLE) {
    return { winner: null, verdict: `none is needed: without a forecast, ${percent(unmet('validation', none))} of the demand is unmet` };
  }
  const best = forms.filter(({ props }) => props !== null).reduce((a, b) => unmet('validation', b) < unmet('validation', a) ? b : a);
  if (gain('validation', best) < GAIN_TO_CHOOSE) {
    return { winner: null, verdict: `none pays: the best, ${best.form}, leaves ${percent(unmet('validation', best))} of the demand unmet, and no forecast ${percent(unmet('validation', none))}` };
  }
  if (gain('test', best) < GAIN_TO_CONFIRM) {
    return { winner: null, verdict: `none pays: ${best.form} did on the data that it was chosen by, and not on data that the choice did not see (${percent(unmet('test', best))} unmet, no forecast ${percent(unmet('test', none))})` };
  }
  return { winner: best.form, verdict: `${best.form} leaves ${percent(gain('test', best))} less demand unmet than no forecast, on data that the choice did not see` };
}
