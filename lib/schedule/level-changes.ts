import { EVERY_DAY, MINUTES_A_DAY } from './calendar';
import { type ScheduleSpec } from './schedule-spec';
import { parseTimeRange } from './time-of-day';

/** Time of day at which the level of some schedules changes, on some weekdays. */
export interface LevelChange {
  /** Minute of the day. */
  readonly minute: number;
  /** Level from this time on. */
  readonly level: number;
  /** Days from Monday, 1, to Sunday, 7. */
  readonly weekdays: readonly number[];
}

/** Schedules of one time zone, and the level without an active schedule. */
export interface LeveledSchedules {
  readonly minReplicas: number;
  readonly schedules: readonly ScheduleSpec[];
}

/** Returns the changes of the level in a week; changes at the same time to the same level are merged. */
export function levelChanges({ minReplicas, schedules }: LeveledSchedules): LevelChange[] {
  const edges = [...new Set([0, ...schedules.flatMap(({ time }) => {
    const { start, length } = parseTimeRange(time);
    return [start, (start + length) % MINUTES_A_DAY];
  })])].sort((a, b) => a - b);
  const changes = new Map<string, { minute: number; level: number; weekdays: number[] }>();
  for (const weekday of EVERY_DAY) {
    for (const minute of edges) {
      const level = levelAt(schedules, weekday, minute, minReplicas);
      const dayBefore = weekday === 1 ? 7 : weekday - 1;
      const before = minute > 0 ? levelAt(schedules, weekday, minute - 1, minReplicas) : levelAt(schedules, dayBefore, MINUTES_A_DAY - 1, minReplicas);
      if (level === before) continue;
      const key = `${minute} ${level}`;
      const known = changes.get(key) ?? { minute, level, weekdays: [] };
      known.weekdays.push(weekday);
      changes.set(key, known);
    }
  }
  return [...changes.values()].sort((a, b) => a.minute - b.minute || a.level - b.level);
}

function levelAt(schedules: readonly ScheduleSpec[], weekday: number, minute: number, base: number): number {
  return schedules.reduce((most, { time, weekdays = EVERY_DAY, atLeast }) => {
    const { start, length } = parseTimeRange(time);
    return weekdays.includes(weekday) && minute >= start && minute < start + length ? Math.max(most, atLeast) : most;
  }, base);
}
