import { MINUTES_A_DAY } from '../../schedule/calendar';
import { type LevelWindow } from '../../schedule/level-window';
import { cronField } from './cron-field';

/** A job of a CronHorizontalPodAutoscaler. */
export interface CronHpaJob {
  readonly name: string;
  /** Six fields, the first of which is seconds. */
  readonly schedule: string;
  readonly targetSize: number;
}

const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
const HOURS_A_WEEK = 7 * 24;

/**
 * Windows as jobs of Alibaba's controller, which sets the minimum of an HPA at the time of a job, and skips it where
 * there are more replicas already.
 *
 * So the level is said again, over and over: what was skipped at first, or missed, is put right at the next time.
 *
 * @param base the level while no window acts
 * @param every the minutes between two times; a divisor of 60
 */
export function cronHpaJobs(windows: readonly LevelWindow[], base: number, every: number): CronHpaJob[] {
  const week = weekOf(windows, base);
  return [...new Set(week)].sort((a, b) => a - b).flatMap((level) => schedulesOf(timesOf(week, level, every)).map((schedule, i): CronHpaJob => (
    { name: `at-least-${level}-${i + 1}`, schedule, targetSize: level }
  )));
}

/** The level of each minute of a week on the local clocks, from Monday on. */
function weekOf(windows: readonly LevelWindow[], base: number): number[] {
  const week = Array.from({ length: MINUTES_A_WEEK }, () => base);
  for (const { level, start, length, days } of windows) {
    for (const [day, is] of days.weekdays.entries()) {
      for (let minute = day * MINUTES_A_DAY + start; is && minute < day * MINUTES_A_DAY + start + length; minute++) {
        const place = (minute + MINUTES_A_WEEK) % MINUTES_A_WEEK;
        week[place] = Math.max(week[place], level);
      }
    }
  }
  return week;
}

/** By hour of the week, the minutes at which a level is to be said: where it begins, and again and again. */
function timesOf(week: readonly number[], level: number, every: number): string[] {
  return Array.from({ length: HOURS_A_WEEK }, (_, hour) => {
    const begins = (place: number): boolean => week[(place + MINUTES_A_WEEK - 1) % MINUTES_A_WEEK] !== level;
    const minutes = Array.from({ length: 60 }, (_, minute) => minute);
    return minutes.filter((minute) => week[hour * 60 + minute] === level && (minute % every === 0 || begins(hour * 60 + minute))).join(',');
  });
}

/** Hours of the same minutes on the same days go together. */
function schedulesOf(hours: readonly string[]): string[] {
  const daysByHour = new Map<string, number[]>();
  for (const [place, minutes] of hours.entries()) {
    const key = `${minutes} ${place % 24}`;
    if (minutes !== '') daysByHour.set(key, [...daysByHour.get(key) ?? [], Math.floor(place / 24)]);
  }
  const hoursByDays = new Map<string, number[]>();
  for (const [key, days] of daysByHour) {
    const [minutes, hour] = key.split(' ');
    const group = `${minutes} ${days.join(',')}`;
    hoursByDays.set(group, [...hoursByDays.get(group) ?? [], Number(hour)]);
  }
  return Array.from(hoursByDays, ([group, chosen]) => {
    const [minutes, days] = group.split(' ');
    return `0 ${minutes} ${cronField(chosen, 0, 23)} * * ${cronField(days.split(',').map((day) => (Number(day) + 1) % 7), 0, 6)}`;
  });
}

/** Returns the last level of the jobs at an instant. */
export function cronHpaLevelAt(windows: readonly LevelWindow[], base: number, instant: number): number {
  const acting = windows.filter(({ clock, start, length, days }) => {
    const reading = clock.readingAt(instant) - start;
    const day = Math.floor(reading / MINUTES_A_DAY);
    return reading - day * MINUTES_A_DAY < length && days.has(day);
  });
  return Math.max(base, ...acting.map(({ level }) => level));
}
