import fc from 'fast-check';
import { dateOf, dayOf } from '../../lib/schedule/calendar';
import { type ScheduleSpec } from '../../lib/schedule/schedule-spec';
import { timeText } from '../../lib/schedule/time-of-day';

/** Zones that change at different hours, by different amounts, towards either side, or never. */
export const ZONES = ['Europe/Berlin', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Asia/Kolkata', 'UTC'];
export const AS_OF = '2026-11-25';

/** Minutes since 1970 of an instant. */
export function at(text: string): number {
  return Date.parse(text) / 60_000;
}

/** Office hours in Berlin. */
export function officeHours(spec: Partial<ScheduleSpec> = {}): ScheduleSpec {
  return { atLeast: 6, time: '9:00-17:00', timeZone: 'Europe/Berlin', weekdays: [1, 2, 3, 4, 5], ...spec };
}

const weekdays = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
const date = fc.integer({ min: dayOf(AS_OF) - 5, max: dayOf(AS_OF) + 370 }).map(dateOf);
const time = fc.tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1380 }))
  .map(([start, length]) => `${timeText(start)}-${timeText((start + length) % 1440)}`);

/** Any schedule that can be. */
export const anySchedule: fc.Arbitrary<ScheduleSpec> = fc.record({
  atLeast: fc.integer({ min: 1, max: 40 }),
  time,
  timeZone: fc.constantFrom(...ZONES),
  days: fc.oneof(
    fc.record({ weekdays }),
    fc.record({ weekdays, except: fc.array(date, { maxLength: 5 }) }),
    fc.record({ daysOfMonth: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1 }) }),
    fc.record({ dates: fc.array(date, { minLength: 1, maxLength: 5 }) }),
    fc.tuple(date, date).map(([a, b]) => a < b ? { from: a, until: b } : { from: b, until: a }),
  ),
  rampUp: fc.integer({ min: 0, max: 30 }),
  rampDown: fc.integer({ min: 0, max: 30 }),
}).map(({ days, ...rest }) => ({ ...rest, ...days }));
