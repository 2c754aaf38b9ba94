import { MINUTES_A_DAY } from './calendar';

/** Returns the cron expression of a minute on some weekdays; the end of a day is the beginning of the next. */
export function cronOf(minute: number, weekdays: readonly number[]): string {
  const days = minute >= MINUTES_A_DAY ? weekdays.map((day) => day % 7 + 1) : weekdays;
  const time = minute % MINUTES_A_DAY;
  return `${time % 60} ${Math.floor(time / 60)} * * ${daysOfWeek(days)}`;
}

/** Formats the day-of-week field: '*', '1-5', '0,6'. Cron counts from Sunday, 0. */
function daysOfWeek(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return '*';
  const days = weekdays.map((day) => day % 7).sort((a, b) => a - b);
  const isRun = days.length > 2 && days.every((day, i) => i === 0 || day === days[i - 1] + 1);
  return isRun ? `${days[0]}-${days[days.length - 1]}` : days.join(',');
}
