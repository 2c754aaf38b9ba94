import { type ForecastForm, type Season, seasonOffsets } from './forecast-form';

/**
 * A form as PromQL: one element, with the labels of the series.
 *
 * Where a season has no history, or nothing went on then, its part is missing and the level is left.
 *
 * @param demand a selector of one series: the demand of now
 */
export function forecastQuery(form: ForecastForm, demand: string): string {
  return largestOf({ level: levelQuery(form, demand), ...Object.fromEntries(form.seasons.map((season) => [season.name, seasonQuery(form, demand, season)])) });
}

/** The level of now. */
export function levelQuery({ levelSeconds }: ForecastForm, demand: string): string {
  return `avg_over_time(${demand}[${levelSeconds}s])`;
}

/** The largest of some expressions with the same labels; one that has no value does not count. */
export function largestOf(parts: Readonly<Record<string, string>>): string {
  const named = Object.entries(parts).map(([name, query]) => `label_replace(${query}, "form", "${name}", "", "")`);
  return `max without (form) (\n  ${named.join('\n  or ')}\n)`;
}

function seasonQuery(form: ForecastForm, demand: string, season: Season): string {
  const offsets = seasonOffsets(form, season);
  const mean = (offset: number): string => `avg_over_time(${demand}[${form.smoothSeconds}s] offset ${offset}s)`;
  return `${levelQuery(form, demand)} * clamp_max(${mean(offsets.after)} / (${mean(offsets.before)} > 0), ${form.mostTimesLevel})`;
}
