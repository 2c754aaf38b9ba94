import { checkedSpec, type ScheduleSpec } from '../../lib/schedule/schedule-spec';
import { officeHours } from './support';

test('accepts valid schedules', () => {
  const all: Required<Omit<ScheduleSpec, 'dates'>> = {
    ...officeHours(), weekdays: [1], daysOfMonth: [1, 2], from: '2026-12-01', until: '2026-12-01', except: ['2026-12-08'], rampUp: 15, rampDown: 5,
  };
  expect(checkedSpec(all)).toBe(all);
  expect(checkedSpec({ atLeast: 1, time: '0:00-24:00', timeZone: 'UTC', dates: ['2026-12-24'] })).toBeDefined();
});

test.each<[Partial<ScheduleSpec>, string]>([
  [{ atLeast: 0 }, 'atLeast of a schedule is 0; set a whole number above 0'],
  [{ atLeast: 2.5 }, 'atLeast of a schedule is 2.5; set a whole number above 0'],
  [{ time: '9-17' }, "'9-17' is not a range of times"],
  [{ timeZone: 'Europe/Bonn' }, "time zone 'Europe/Bonn' is not known"],
  [{ timeZone: 'europe/berlin' }, "time zone 'europe/berlin' is not an IANA name; use a name such as Europe/Berlin, or UTC"],
  [{ timeZone: 'UTC"}) or vector(99' }, 'is not known'],
  [{ weekdays: [] }, 'weekdays of a schedule is an empty list; add at least one, or remove it for every day'],
  [{ weekdays: [0] }, 'weekdays of a schedule contains 0; use whole numbers from 1 to 7'],
  [{ daysOfMonth: [32] }, 'daysOfMonth of a schedule contains 32; use whole numbers from 1 to 31'],
  [{ except: ['2026-02-30'] }, "'2026-02-30' is not a date"],
  [{ from: 'now' }, "'now' is not a date"],
  [{ from: '2026-12-02', until: '2026-12-01' }, 'until of a schedule (2026-12-01) is before from (2026-12-02); swap the two'],
  [{ dates: ['2026-12-24'] }, 'a schedule with dates cannot have weekdays, daysOfMonth, except, from or until; remove them, and list the dates'],
  [{ dates: [], weekdays: undefined }, 'dates of a schedule is an empty list; add at least one, or remove it for every day'],
  [{ rampUp: 0.5 }, 'rampUp of a schedule must be whole minutes within a day, got 0.5 min'],
  [{ rampDown: -1 }, 'rampDown of a schedule must be whole minutes within a day, got -1 min'],
  [{ time: '0:00-23:30', rampUp: 31 }, 'the window 0:00-23:30 with its ramps of 31 and 0 minutes is longer than a day'],
  [{ atleast: 3 } as object, "a schedule has no field 'atleast'; use atLeast, time, timeZone"],
])('%j is refused', (spec, message) => {
  expect(() => checkedSpec(officeHours(spec))).toThrow(message);
});
