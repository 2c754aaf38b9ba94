import { UserError } from '../values/user-error';

const MILLISECONDS_A_DAY = 86_400_000;

/** Minutes of a day. */
export const MINUTES_A_DAY = 1440;

/** Days of the week, Monday 1 to Sunday 7. */
export const EVERY_DAY: readonly number[] = [1, 2, 3, 4, 5, 6, 7];

/**
 * Returns the day number of a date: days since 1 January 1970, which was a Thursday.
 *
 * @throws UserError if the text is not a valid date, such as '2026-02-30'.
 */
export function dayOf(date: string): number {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (Number.isNaN(time) || dateOf(time / MILLISECONDS_A_DAY) !== date) throw new UserError(`'${date}' is not a date; write year, month and day, as in '2026-12-24'`);
  return time / MILLISECONDS_A_DAY;
}

/** Returns the date of a day number: '2026-12-24'. */
export function dateOf(day: number): string {
  return new Date(day * MILLISECONDS_A_DAY).toISOString().slice(0, 10);
}

/** Returns the weekday of a day number: 1 is Monday, 7 is Sunday. */
export function weekdayOf(day: number): number {
  return (day + 3) % 7 + 1;
}

/** Returns the day of the month of a day number: 1 to 31. */
export function dayOfMonthOf(day: number): number {
  return new Date(day * MILLISECONDS_A_DAY).getUTCDate();
}

/** Returns the same date of the next year; 1 March for 29 February. */
export function aYearAfter(day: number): number {
  const date = new Date(day * MILLISECONDS_A_DAY);
  return Date.UTC(date.getUTCFullYear() + 1, date.getUTCMonth(), date.getUTCDate()) / MILLISECONDS_A_DAY;
}

/** Formats a minute since 1970 as '2026-12-24 09:00Z'. */
export function instantText(minute: number): string {
  return `${new Date(minute * 60_000).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
