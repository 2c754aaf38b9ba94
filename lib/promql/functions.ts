import { type CallExpression, type ExpressionType } from './expression';
import { histogramQuantile } from './histogram-quantile';
import { labelJoin, labelReplace } from './label-functions';
import { type Labels, METRIC_NAME } from './labels';
import { clamp, clampMax, clampMin, MATH_FUNCTIONS, round } from './math-functions';
import { type Matcher } from './matcher';
import { predictLinear, quantileOverTime, RANGE_FUNCTIONS } from './range-functions';
import { selectInstant, type QueryContext, type SeriesSource } from './source';
import { mapValues, type Value, type Vector, type Window } from './value';

/** Time and data source that an expression is evaluated at. */
export interface Moment extends QueryContext {
  readonly source: SeriesSource;
  /** Unix seconds. */
  readonly time: number;
}

export interface FunctionDefinition {
  readonly parameters: readonly ExpressionType[];
  /** Number of trailing parameters that are optional. @default 0 */
  readonly optional?: number;
  /** True where the last parameter may be repeated. @default false */
  readonly variadic?: boolean;
  readonly returns: 'scalar' | 'vector';
  /** Called with as many arguments of the types of the parameters as were given. */
  readonly evaluate: (args: any, moment: Moment, call: CallExpression) => Value;
}

function each<T>(table: Readonly<Record<string, T>>, define: (entry: T, name: string) => FunctionDefinition): Record<string, FunctionDefinition> {
  return Object.fromEntries(Object.entries(table).map(([name, entry]) => [name, define(entry, name)]));
}

function vectorFunction(parameters: readonly ExpressionType[], evaluate: FunctionDefinition['evaluate'], more: Partial<FunctionDefinition> = {}): FunctionDefinition {
  return { parameters, returns: 'vector', evaluate, ...more };
}

const DAY_MILLISECONDS = 86_400_000;

/** Functions of a time in seconds, all in UTC as Prometheus has them. */
const TIME_FUNCTIONS: Readonly<Record<string, (date: Date) => number>> = {
  minute: (date) => date.getUTCMinutes(),
  hour: (date) => date.getUTCHours(),
  day_of_week: (date) => date.getUTCDay(),
  day_of_month: (date) => date.getUTCDate(),
  day_of_year: (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MILLISECONDS) + 1,
  days_in_month: (date) => new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  month: (date) => date.getUTCMonth() + 1,
  year: (date) => date.getUTCFullYear(),
};

/** Applies one; fractions of a second are cut off, as in Go. */
function timeFunction(name: string, seconds: number): number {
  return TIME_FUNCTIONS[name](new Date(Math.trunc(seconds) * 1000));
}

/** Every function that is simulated, by name. */
export const FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  ...each(RANGE_FUNCTIONS, (ofWindow) => vectorFunction(['range'], ([windows]: [Window[]], moment) => mapValues(windows, (window) => ofWindow(window, moment)))),
  // the last sample of a series is still of that series
  last_over_time: vectorFunction(['range'], ([windows]: [Window[]]) => windows.map(({ labels, values }) => ({ labels, value: values[values.length - 1] }))),
  quantile_over_time: vectorFunction(['scalar', 'range'], ([quantile, windows]: [number, Window[]]) => mapValues(windows, (window) => quantileOverTime(window, quantile))),
  predict_linear: vectorFunction(['range', 'scalar'], ([windows, seconds]: [Window[], number], { time }) =>
    mapValues(windows, (window) => predictLinear(window, time, seconds))),
  ...each(MATH_FUNCTIONS, (ofNumber) => vectorFunction(['vector'], ([vector]: [Vector]) => mapValues(vector, ({ value }) => ofNumber(value)))),
  round: vectorFunction(['vector', 'scalar'], ([vector, toNearest]: [Vector, number?]) => mapValues(vector, ({ value }) => round(value, toNearest)), { optional: 1 }),
  clamp: vectorFunction(['vector', 'scalar', 'scalar'], ([vector, least, most]: [Vector, number, number]) => mapValues(vector, ({ value }) => clamp(value, least, most))),
  clamp_min: vectorFunction(['vector', 'scalar'], ([vector, least]: [Vector, number]) => mapValues(vector, ({ value }) => clampMin(value, least))),
  clamp_max: vectorFunction(['vector', 'scalar'], ([vector, most]: [Vector, number]) => mapValues(vector, ({ value }) => clampMax(value, most))),
  ...each(TIME_FUNCTIONS, (_, name) => vectorFunction(['vector'], ([vector]: [Vector?], { time }) =>
    mapValues(vector ?? fromScalar(time), ({ value }) => timeFunction(name, value)), { optional: 1 })),
  time: { parameters: [], returns: 'scalar', evaluate: (_, { time }) => time },
  pi: { parameters: [], returns: 'scalar', evaluate: () => Math.PI },
  timestamp: vectorFunction(['vector'], ([vector]: [Vector], moment, { args: [argument] }) => argument.kind === 'selector'
    ? mapValues(selectInstant(moment.source, argument.matchers, moment.time - argument.offsetSeconds, moment), ({ time }) => time)
    : mapValues(vector, () => moment.time)),
  vector: vectorFunction(['scalar'], ([value]: [number]) => fromScalar(value)),
  scalar: { parameters: ['vector'], returns: 'scalar', evaluate: ([vector]: [Vector]) => vector.length === 1 ? vector[0].value : NaN },
  sort: vectorFunction(['vector'], ([vector]: [Vector]) => [...vector].sort((a, b) => a.value - b.value)),
  sort_desc: vectorFunction(['vector'], ([vector]: [Vector]) => [...vector].sort((a, b) => b.value - a.value)),
  absent: vectorFunction(['vector'], ([vector]: [Vector], _, call) => absence(vector, call)),
  absent_over_time: vectorFunction(['range'], ([windows]: [Window[]], _, call) => absence(windows, call)),
  histogram_quantile: vectorFunction(['scalar', 'vector'], ([quantile, vector]: [number, Vector]) => histogramQuantile(quantile, vector)),
  label_replace: vectorFunction(['vector', 'string', 'string', 'string', 'string'], ([vector, ...texts]: [Vector, ...string[]]) => labelReplace(vector, texts)),
  label_join: vectorFunction(['vector', 'string', 'string', 'string'], ([vector, ...texts]: [Vector, ...string[]]) => labelJoin(vector, texts),
    { optional: 1, variadic: true }),
};

function fromScalar(value: number): Vector {
  return [{ labels: new Map(), value }];
}

/** One element where there is none, with the labels that a selector asked for by name and value. */
function absence(found: readonly unknown[], { args: [argument] }: CallExpression): Vector {
  if (found.length > 0) return [];
  return [{ labels: argument.kind === 'selector' || argument.kind === 'range' ? requested(argument.matchers) : new Map(), value: 1 }];
}

function requested(matchers: readonly Matcher[]): Labels {
  const others = matchers.filter(({ label }) => label !== METRIC_NAME);
  const unique = others.filter(({ label, operator, value }) => operator === '=' && value !== '' && others.filter((each) => each.label === label).length === 1);
  return new Map(unique.map(({ label, value }) => [label, value]));
}
