import { type ForecastForm, DEFAULT_FORM } from '../../schedule/forecast/forecast-form';
import { forecastQuery, largestOf, levelQuery } from '../../schedule/forecast/forecast-query';
import { matchers } from '../promql';
import { type RuleGroup } from '../prometheus-rule';

/** Series of the current demand. */
export const DEMAND_SERIES = 'workload:demand:current';
/** Series of the demand forecast. */
export const FORECAST_SERIES = 'workload:demand:forecast';
/** Evaluation interval of the rules. */
const INTERVAL_SECONDS = 60;
/** The alert DemandAboveForecast fires if the demand is above this multiple of its forecast. */
const SURPRISE = 1.25;

/** Source of a forecast. */
export type ForecastSource =
  | { readonly kind: 'seasonal'; readonly form: ForecastForm }
  | { readonly kind: 'external'; readonly horizonSeconds: number; readonly series: string; readonly updatedSeries: string; readonly maxAgeSeconds: number; readonly matchers: string };

/** Workload whose demand is forecast, and the query of its demand. */
export interface ForecastSubject {
  readonly namespace: string;
  readonly workload: string;
  readonly query: string;
}

/** Returns the selector of a workload's forecast series. */
export function forecastSelector({ namespace, workload }: ForecastSubject): string {
  return `${FORECAST_SERIES}{${matchers({ namespace, workload })}}`;
}

/** Returns the recording rules of the demand and its forecast, and the alerts for a stale or wrong forecast. */
export function forecastRules(source: ForecastSource, subject: ForecastSubject): RuleGroup[] {
  const { namespace, workload } = subject;
  const labels = { namespace, workload };
  const demand = `${DEMAND_SERIES}{${matchers(labels)}}`;
  const forecast = forecastSelector(subject);
  const horizon = source.kind === 'seasonal' ? source.form.horizonSeconds : source.horizonSeconds;
  const alert = (name: string, expr: string, minutes: number, summary: string): object => (
    { alert: name, expr, for: `${minutes}m`, labels: { severity: 'warning', ...labels }, annotations: { summary } }
  );
  return [{
    name: `${namespace}-${workload}-forecast`,
    interval: `${INTERVAL_SECONDS}s`,
    rules: [
      { record: DEMAND_SERIES, expr: `sum(${subject.query})`, labels },
      { record: FORECAST_SERIES, expr: source.kind === 'seasonal' ? forecastQuery(source.form, demand) : externalQuery(source, demand, labels), labels },
      alert('DemandForecastStale', source.kind === 'seasonal' ? `absent(${forecast})` : `absent(${freshForecast(source)})`, 10,
        `the forecast of the demand of ${workload} is missing or too old: a missing metric blocks scale-down, and without a forecast the replicas follow the current demand`),
      alert('DemandAboveForecast', `${levelQuery(DEFAULT_FORM, demand)} > ${SURPRISE} * (${forecast} offset ${horizon}s)`, 15,
        `the demand of ${workload} is more than a quarter above its forecast, so that replicas come as late as without one; run the backtest again`),
    ],
  }];
}

function externalQuery(source: ForecastSource & { kind: 'external' }, demand: string, labels: Readonly<Record<string, string>>): string {
  const labelled = Object.entries(labels).reduce((query, [name, value]) => `label_replace(${query}, "${name}", "${value}", "", "")`, freshForecast(source));
  return largestOf({ level: levelQuery(DEFAULT_FORM, demand), external: labelled });
}

/** Formats an external forecast as a query that returns one value, or none if the forecast is too old. */
function freshForecast({ series, updatedSeries, maxAgeSeconds, matchers: selected }: ForecastSource & { kind: 'external' }): string {
  return `(max(${series}{${selected}}) and on () (time() - max(${updatedSeries}{${selected}}) < ${maxAgeSeconds}))`;
}
