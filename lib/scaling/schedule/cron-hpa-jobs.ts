import { MINUTES_A_DAY } from '../../schedule/calendar';
import { type LevelWindow } from '../../schedule/level-window';
import { cronField } from './cron-field';

/** Job of a CronHorizontalPodAutoscaler. */
export interface CronHpaJob {
  readonly name: string;
  /** Cron expression with six fields; the first is seconds. */
  readonly schedule: string;
  readonly targetSize: number;
}

const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
const HOURS_A_WEEK = 7 * 24;

/**
 * Returns the jobs of Alibaba's controller for windows. A job sets minReplicas of an HPA at its times; the controller
 * skips it while there are more replicas.
 *
 * Jobs therefore repeat, so that the next time corrects a skipped or missed job.
 *
 * @param base the minimum while no window is active
 * @param every the interval of the repetition in minutes; a divisor of 60
 */
export function cronHpaJobs(windows: readonly LevelWindow[], base: number, every: number): CronHpaJob[] {
  const week = weekOf(windows, base);
  return [...new Set(week)].sort((a, b) => a - b).flatMap((level) => schedulesOf(timesOf(week, level, every)).map((schedule, i): CronHpaJob => (
    { name: `at-least-${level}-${i + 1}`, schedule, targetSize: level }
  )));
}

/** Returns the minimum in each minute of a week in local time, from Monday. */
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

/** Returns the minutes of a level's jobs, by hour of the week: its start and its repetitions. */
function timesOf(week: readonly number[], level: number, every: number): string[] {
  return Array.from({ length: HOURS_A_WEEK }, (_, hour) => {
    const begins = (place: number): boolean => week[(place + MINUTES_A_WEEK - 1) % MINUTES_A_WEEK] !== level;
    const minutes = Array.from({ length: 60 }, (_, minute) => minute);
    return minutes.filter((minute) => week[hour * 60 + minute] === level && (minute % every === 0 || begins(hour * 60 + minute))).join(',');
  });
}

/** Groups hours with the same minutes and the same days into one cron expression. */
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

/** Returns the minimum that the jobs set last before an instant. */
export function cronHpaLevelAt(windows: readonly LevelWindow[], base: number, instant: number): number {
  const acting = windows.filter(({ clock, start, length, days }) => {
    const reading = clock.readingAt(instant) - start;
    const day = Math.floor(reading / MINUTES_A_DAY);
    return reading - day * MINUTES_A_DAY < length && days.has(day);
  });
  return Math.max(base, ...acting.map(({ level }) => level));
}
