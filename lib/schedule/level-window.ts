import { dayOf, dayOfMonthOf, MINUTES_A_DAY, weekdayOf } from './calendar';
import { LocalClock } from './local-clock';
import { checkedSpec, type ScheduleSpec } from './schedule-spec';
import { parseTimeRange } from './time-of-day';

/**
 * Maximum number of steps of a ramp: each is about a tenth of the rise, which is enough to exceed the tolerance of an
 * HPA.
 */
const MOST_STEPS = 10;

/** Half-open span of time, in minutes since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Level on some days: one window for a schedule without ramps, and one more for each step of a ramp. */
export interface LevelWindow {
  /** Index of the schedule. */
  readonly schedule: number;
  readonly level: number;
  readonly clock: LocalClock;
  /** Minutes from midnight of its day; below 0 if a ramp begins the day before. */
  readonly start: number;
  /** Length in minutes, at most 1440. */
  readonly length: number;
  readonly days: DaySelection;
}

/** Start days of windows. */
export class DaySelection {
  /** Weekdays, Monday to Sunday. */
  public readonly weekdays: readonly boolean[];
  /** Days of the month, 1 to 31. Undefined: any. */
  public readonly daysOfMonth?: readonly boolean[];
  /** Single dates. Undefined: every date that the other fields allow. */
  public readonly dates?: ReadonlySet<number>;
  public readonly except: ReadonlySet<number>;
  public readonly from: number;
  public readonly until: number;

  public constructor({ weekdays, daysOfMonth, dates, except = [], from, until }: ScheduleSpec) {
    this.weekdays = Array.from({ length: 7 }, (_, i) => weekdays?.includes(i + 1) ?? true);
    this.daysOfMonth = daysOfMonth && Array.from({ length: 31 }, (_, i) => daysOfMonth.includes(i + 1));
    this.dates = dates && new Set(dates.map(dayOf));
    this.except = new Set(except.map(dayOf));
    this.from = from === undefined ? -Infinity : dayOf(from);
    this.until = until === undefined ? Infinity : dayOf(until);
  }

  public has(day: number): boolean {
    if (this.dates) return this.dates.has(day);
    const fits = this.weekdays[weekdayOf(day) - 1] && (this.daysOfMonth?.[dayOfMonthOf(day) - 1] ?? true);
    return fits && day >= this.from && day <= this.until && !this.except.has(day);
  }
}

/**
 * Returns the windows of schedules, the highest level of each schedule last.
 *
 * @param base replicas without an active schedule, at which ramps begin
 * @throws UserError if a schedule is invalid
 */
export function levelWindows(schedules: readonly ScheduleSpec[], base: number): LevelWindow[] {
  return schedules.flatMap((spec, schedule) => {
    const { atLeast, time, timeZone, rampUp = 0, rampDown = 0 } = checkedSpec(spec);
    const { start, length } = parseTimeRange(time);
    const window = { schedule, clock: LocalClock.of(timeZone), days: new DaySelection(spec) };
    return stepsOf(atLeast - base, rampUp, rampDown).map(({ share, before, after }): LevelWindow => (
      { ...window, level: base + share, start: start - before, length: length + before + after }
    ));
  });
}

interface Step {
  readonly share: number;
  readonly before: number;
  readonly after: number;
}

/**
 * Divides a ramp into equal steps of whole minutes: the first at the outer ends of the ramps, the last at the window
 * itself.
 */
function stepsOf(rise: number, rampUp: number, rampDown: number): Step[] {
  const ramp = greatestCommonDivisor(rampUp, rampDown);
  let last = Math.max(0, Math.min(MOST_STEPS, rise) - 1);
  while (last > 0 && (ramp === 0 || ramp % last !== 0)) last--;
  return Array.from({ length: last + 1 }, (_, i): Step => {
    const left = last === 0 ? 0 : (last - i) / last;
    return { share: Math.ceil((i + 1) * rise / (last + 1)), before: Math.round(rampUp * left), after: Math.round(rampDown * left) };
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Returns the spans in which a window is active between two instants, clipped to them.
 *
 * Each day has one unbroken span, also across clock changes: from the first occurrence of its start to the last
 * occurrence of its end.
 */
export function spansOf({ clock, start, length, days }: LevelWindow, from: number, to: number): Span[] {
  const spans: Span[] = [];
  const last = Math.floor((to - start) / MINUTES_A_DAY) + 2;
  for (let day = Math.floor((from - start - length) / MINUTES_A_DAY) - 2; day <= last; day++) {
    if (!days.has(day)) continue;
    const span = instanceOf(clock, day * MINUTES_A_DAY + start, length);
    if (span.from < to && span.to > from && span.from < span.to) spans.push({ from: Math.max(span.from, from), to: Math.min(span.to, to) });
  }
  return spans;
}

/**
 * Returns the span of a window on one day, unclipped: from the first occurrence of its start to the last occurrence of
 * its end.
 */
export function instanceOf(clock: LocalClock, reading: number, length: number): Span {
  return { from: clock.firstAt(reading), to: clock.lastBefore(reading + length) };
}
