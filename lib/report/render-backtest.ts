import { formatNumber, formatSeconds } from '../results/format';
import { type BacktestReport, type FormResult, type HorizonResult } from '../studies/backtest/backtest';
import { LONG_LEVEL, PERSISTENCE, type SeasonalProps } from '../studies/backtest/forms';
import { EQUAL_CAPACITY } from '../studies/backtest/measure';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

/** Renders a backtest: a table and a verdict per horizon, and the code of the forecast that pays off. */
export function renderBacktest(report: BacktestReport, terminal: Terminal = {}): string {
  const { trace, days, stepSeconds, split } = report;
  const parts = [split.trainingDays, split.validationDays, split.testDays].map(formatNumber);
  return [
    `${trace}: ${formatNumber(days)} days in steps of ${formatSeconds(stepSeconds)}; ${parts[0]} days to learn from, ${parts[1]} to choose by, ${parts[2]} to test the choice.`,
    ...report.remarks,
    ...report.horizons.map((horizon) => `\n${renderHorizon(horizon, terminal)}`),
  ].join('\n');
}

/** Returns the prop of a ScalingPolicy for a forecast form. */
export function forecastCode(props: SeasonalProps, horizonSeconds: number): string {
  const seasons = props.seasons.map((season) => `ForecastSeason.${season.toUpperCase()}`).join(', ');
  return [
    'forecast: DemandForecast.seasonal({',
    `  horizon: ${durationCode(horizonSeconds)},`,
    `  seasons: [${seasons}],`,
    `  smoothing: ${durationCode(props.smoothSeconds)},`,
    `  mostTimesLevel: ${props.mostTimesLevel},`,
    '}),',
  ].join('\n');
}

function durationCode(seconds: number): string {
  return seconds % 60 === 0 ? `Duration.minutes(${seconds / 60})` : `Duration.seconds(${seconds})`;
}

function renderHorizon({ horizonSeconds, forms, winner, verdict }: HorizonResult, terminal: Terminal): string {
  const chosen = forms.find(({ form }) => form === winner);
  const table = terminalTable({
    head: ['form', 'error', 'under', 'over', 'short', 'unmet', 'when chosen'],
    rows: [...forms].sort((a, b) => a.test.unmetAtEqualCapacity - b.test.unmetAtEqualCapacity).map((form) => row(form)),
  }, terminal);
  return [
    bold(`${formatSeconds(horizonSeconds)} ahead, on the days that the choice did not see`, terminal.color),
    table,
    bold(`${chosen ? 'FORECAST' : 'NO FORECAST'}: ${verdict}.`, terminal.color),
    ...(chosen?.props ? ['', forecastCode(chosen.props, horizonSeconds)] : []),
    ...betterElsewhere(forms, chosen),
  ].join('\n');
}

function row({ form, props, test, validation }: FormResult): string[] {
  const share = (value: number): string => `${(100 * value).toFixed(2)} %`;
  return [
    `${props || form === PERSISTENCE ? '' : '('}${form}${props || form === PERSISTENCE ? '' : ')'}`,
    ...[test.wmape, test.under, test.over, test.shortMoments, test.unmetAtEqualCapacity, validation.unmetAtEqualCapacity].map(share),
  ];
}

/** Lists the forms that only a custom forecaster can compute, if they score better. */
function betterElsewhere(forms: readonly FormResult[], chosen: FormResult | undefined): string[] {
  const named = (name: string): FormResult => forms.find(({ form }) => form === name)!;
  const bars = [chosen ?? named(PERSISTENCE), named(LONG_LEVEL)];
  const others = forms.filter(({ props, form }) => props === null && form !== PERSISTENCE && form !== LONG_LEVEL);
  const best = others.reduce((a, b) => b.validation.unmetAtEqualCapacity < a.validation.unmetAtEqualCapacity ? b : a);
  const isBetter = (span: 'validation' | 'test'): boolean => bars.every((bar) => best[span].unmetAtEqualCapacity < 0.9 * bar[span].unmetAtEqualCapacity);
  return isBetter('validation') && isBetter('test')
    ? [`${best.form} would leave less demand unmet; recording rules cannot compute it, an external forecaster can (DemandForecast.external).`]
    : [];
}

/** Legend of the columns. */
export const BACKTEST_LEGEND = 'error = under + over, as shares of the demand; short: moments with a forecast more than a tenth below what came; unmet: demand beyond the forecast when '
  + `each form is scaled to the same mean capacity, ${EQUAL_CAPACITY} times the mean demand; when chosen: unmet on the days that the choice was made by; forms in brackets are there for comparison.`;
