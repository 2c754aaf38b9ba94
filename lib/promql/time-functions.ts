const DAY_MILLISECONDS = 86_400_000;

/** Functions of a time in seconds, all in UTC as Prometheus has them. */
export const TIME_FUNCTIONS: Readonly<Record<string, (date: Date) => number>> = {
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
export function timeFunction(name: string, seconds: number): number {
  return TIME_FUNCTIONS[name](new Date(Math.trunc(seconds) * 1000));
}
