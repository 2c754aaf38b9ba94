import { CronSchedule } from '../../schedule/cron-schedule';
import { KedaCron } from '../../keda/cron';
import { dateOf, instantText, MINUTES_A_DAY } from '../../schedule/calendar';
import { type LevelWindow, spansOf } from '../../schedule/level-window';
import { runsOf } from '../../schedule/runs';
import { TimeZone } from '../../schedule/time-zone';
import { UserError } from '../../values/user-error';
import { cronField } from './cron-field';

/** Settings of a KEDA cron trigger, without its replicas. */
export interface KedaWindow {
  readonly timezone: string;
  readonly start: string;
  readonly end: string;
}

const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
/** Days of the month that every month has, and that have a next day in every month. */
const SAFE_DAYS = 27;
/** Distance from a clock change within which a weekly trigger is affected. */
const REACH = 8 * MINUTES_A_DAY;

/**
 * Returns KEDA cron triggers for a window. The start of each trigger has the days of its end, or the days before.
 *
 * @param year the minutes in which the triggers have to be active exactly while the window is
 * @throws if cron cannot express the schedule; the message names it by `what`.
 */
export function kedaWindows(window: LevelWindow, what: string, year: { readonly from: number; readonly to: number }): KedaWindow[] {
  const { days, clock } = window;
  if (days.except.size > 0) throw new UserError(cannot(what, 'a cron expression cannot exclude dates'));
  if (days.from !== -Infinity || days.until !== Infinity) throw new UserError(cannot(what, 'a cron expression has no first and last date'));
  if (days.daysOfMonth && days.weekdays.includes(false)) throw new UserError(cannot(what, 'cron combines day of week and day of month by OR'));
  const pairs = days.dates ? onDates(window, [...days.dates]) : days.daysOfMonth ? onDaysOfMonth(window, days.daysOfMonth, what) : inWeek(window, what);
  const windows = pairs.map(([start, end]): KedaWindow => ({ timezone: clock.timeZone, start, end }));
  const changes = clock.changes(year.from, year.to).map(({ at }) => ({ from: Math.max(year.from, at - REACH), to: Math.min(year.to, at + REACH) }));
  const looked = days.dates || days.daysOfMonth ? [year] : changes;
  for (const { from, to } of looked) requireSame(windows, window, from, to, what);
  return windows;
}

function cannot(what: string, why: string): string {
  return `KEDA's cron trigger cannot express '${what}': ${why}; use ScheduleMechanism.clockMetric(), or change the schedule`;
}

/**
 * Returns start and end of the window's runs in a week. Adjacent runs are merged; runs at the same times share one
 * pair.
 */
function inWeek({ start, length, days: { weekdays } }: LevelWindow, what: string): [string, string][] {
  const week: boolean[] = Array.from({ length: MINUTES_A_WEEK }, () => false);
  for (const [day, is] of weekdays.entries()) {
    for (let minute = 0; is && minute < length; minute++) week[modulo(day * MINUTES_A_DAY + start + minute, MINUTES_A_WEEK)] = true;
  }
  const runs = runsOf(week).map(({ from, to }) => ({ from, to }));
  if (runs.length === 1 && runs[0].from === 0 && runs[0].to === MINUTES_A_WEEK) throw new UserError(cannot(what, 'it is active at all times, for which minReplicas is the setting'));
  if (runs.length > 1 && runs[0].from === 0 && runs.at(-1)!.to === MINUTES_A_WEEK) runs[0].from = runs.pop()!.from - MINUTES_A_WEEK;
  const byTimes = new Map<string, { from: number; to: number }[]>();
  for (const run of runs) {
    const key = `${modulo(run.from, MINUTES_A_DAY)} ${run.to - run.from}`;
    byTimes.set(key, [...byTimes.get(key) ?? [], run]);
  }
  const field = (minutes: number[]) => cronField(minutes.map((minute) => (Math.floor(modulo(minute, MINUTES_A_WEEK) / MINUTES_A_DAY) + 1) % 7), 0, 6);
  return [...byTimes.values()].map((group) => [
    `${clockFields(group[0].from)} * * ${field(group.map(({ from }) => from))}`,
    `${clockFields(group[0].to)} * * ${field(group.map(({ to }) => to))}`,
  ]);
}

function onDaysOfMonth({ start, length }: LevelWindow, daysOfMonth: readonly boolean[], what: string): [string, string][] {
  const days = daysOfMonth.flatMap((is, i) => (is ? [i + 1] : []));
  const [startDay, endDay] = [start, start + length].map((minute) => Math.floor(minute / MINUTES_A_DAY));
  if ((startDay !== 0 || endDay !== 0) && (days.at(-1)! > SAFE_DAYS || days[0] + startDay < 1)) {
    throw new UserError(cannot(what, 'it crosses midnight, and cron cannot express the day after or before one that not every month has'));
  }
  const field = (shift: number) => cronField(days.map((day) => day + shift), 1, 31);
  return [[`${clockFields(start)} ${field(startDay)} * *`, `${clockFields(start + length)} ${field(endDay)} * *`]];
}

/** A cron field has no year: the dates repeat in other years, outside `year`. */
function onDates({ start, length }: LevelWindow, days: readonly number[]): [string, string][] {
  return days.map((day) => {
    const [from, to] = [start, start + length].map((minute) => {
      const [, month, dayOfMonth] = dateOf(day + Math.floor(minute / MINUTES_A_DAY)).split('-').map(Number);
      return `${clockFields(minute)} ${dayOfMonth} ${month} *`;
    });
    return [from, to];
  });
}

function clockFields(minute: number): string {
  const ofDay = modulo(minute, MINUTES_A_DAY);
  return `${ofDay % 60} ${Math.floor(ofDay / 60)}`;
}

function modulo(value: number, size: number): number {
  return (value % size + size) % size;
}

/** Compares KEDA's decision with the window at each minute in which either can change. */
function requireSame(windows: readonly KedaWindow[], window: LevelWindow, from: number, to: number, what: string): void {
  const triggers = windows.map((pair) => new KedaCron({ ...pair, desiredReplicas: window.level }));
  const spans = spansOf(window, from, to);
  const edges = new Set([from, ...spans.flatMap((span) => [span.from, span.to]), ...windows.flatMap((pair) => firesOf(pair, from, to))]);
  for (const minute of edges) {
    if (minute >= to) continue;
    const acts = spans.some((span) => minute >= span.from && minute < span.to);
    if (triggers.some((trigger) => trigger.isActive(minute * 60)) === acts) continue;
    throw new UserError(cannot(what, `a clock change falls on its start or end, so that KEDA would ${acts ? 'be inactive' : 'be active'} at ${instantText(minute)} although the schedule ${acts ? 'is active' : 'is not'}`));
  }
}

function firesOf({ timezone, start, end }: KedaWindow, from: number, to: number): number[] {
  return [start, end].flatMap((text) => {
    const schedule = new CronSchedule(text, TimeZone.of(timezone));
    const fires: number[] = [];
    for (let at = schedule.next(from * 60); at !== undefined && at < to * 60; at = schedule.next(at)) fires.push(at / 60);
    return fires;
  });
}
