import { type ForecastForm, type Season, seasonOffsets } from './forecast-form';

/**
 * Formats a forecast as PromQL that returns one element, with the labels of the series.
 *
 * A season without history or without demand is left out; the level remains.
 *
 * @param demand a selector of one series: the current demand
 */
export function forecastQuery(form: ForecastForm, demand: string): string {
  return largestOf({ level: levelQuery(form, demand), ...Object.fromEntries(form.seasons.map((season) => [season.name, seasonQuery(form, demand, season)])) });
}

/** Formats the current level as PromQL. */
export function levelQuery({ levelSeconds }: ForecastForm, demand: string): string {
  return `avg_over_time(${demand}[${levelSeconds}s])`;
}

/** Formats the maximum of PromQL expressions with the same labels, ignoring expressions without a value. */
export function largestOf(parts: Readonly<Record<string, string>>): string {
  const named = Object.entries(parts).map(([name, query]) => `label_replace(${query}, "form", "${name}", "", "")`);
  return `max without (form) (\n  ${named.join('\n  or ')}\n)`;
}

function seasonQuery(form: ForecastForm, demand: string, season: Season): string {
  const offsets = seasonOffsets(form, season);
  const mean = (offset: number): string => `avg_over_time(${demand}[${form.smoothSeconds}s] offset ${offset}s)`;
  return `${levelQuery(form, demand)} * clamp_max(${mean(offsets.after)} / (${mean(offsets.before)} > 0), ${form.mostTimesLevel})`;
}
