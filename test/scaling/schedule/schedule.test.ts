import { Duration } from 'cdk8s';
import { Schedule, type ScheduleOptions, Weekday } from '../../../lib';
import { BERLIN } from './support';

const level = { ...BERLIN, atLeast: 6 };

describe('the text of a schedule', () => {
  test.each([
    [Schedule.weekdays('9:00-17:00', level), 'weekdays 9:00-17:00 Europe/Berlin at least 6'],
    [Schedule.weekends('9:00-17:00', level), 'weekends 9:00-17:00 Europe/Berlin at least 6'],
    [Schedule.daily('22:00-6:00', level), 'daily 22:00-6:00 Europe/Berlin at least 6'],
    [Schedule.on([Weekday.MONDAY], '8:45-10:15', level), 'Mondays 8:45-10:15 Europe/Berlin at least 6'],
    [Schedule.on([Weekday.SUNDAY, Weekday.TUESDAY], '8:45-10:15', level), 'Tuesdays, Sundays 8:45-10:15 Europe/Berlin at least 6'],
    [Schedule.on([Weekday.MONDAY], '9:00-12:00', { ...level, daysOfMonth: [1, 2] }), 'Mondays among days 1, 2 of the month 9:00-12:00 Europe/Berlin at least 6'],
    [Schedule.daily('9:00-12:00', { ...level, daysOfMonth: [1, 15] }), 'days 1, 15 of the month 9:00-12:00 Europe/Berlin at least 6'],
    [Schedule.dates(['2026-11-27', '2026-11-30'], '0:00-24:00', level), '2026-11-27, 2026-11-30 0:00-24:00 Europe/Berlin at least 6'],
  ])('%s', (schedule, words) => {
    expect(schedule.toString()).toBe(words);
  });

  test('renders every option', () => {
    const everything: Required<ScheduleOptions> = {
      ...level, daysOfMonth: [1], from: '2026-12-01', until: '2027-02-28', except: ['2026-12-25'], rampUp: Duration.minutes(15), rampDown: Duration.minutes(5),
    };
    expect(Schedule.daily('9:00-17:00', everything).toString()).toBe('days 1 of the month 9:00-17:00 Europe/Berlin at least 6, from 2026-12-01, '
      + 'until 2027-02-28, except 2026-12-25, ramp of 15 min before, ramp of 5 min after');
  });
});

test('tells whether a schedule is active at a time', () => {
  const schedule = Schedule.weekdays('9:00-17:00', { ...level, rampUp: Duration.minutes(15) });
  expect(['2026-11-27T07:59:59Z', '2026-11-27T08:00:00Z', '2026-11-27T15:59:59Z', '2026-11-27T16:00:00Z', '2026-11-28T10:00:00Z']
    .map((time) => schedule.actsAt(new Date(time)))).toEqual([false, true, true, false, false]);
});

test.each([
  ['weekdays of a schedule is an empty list; add at least one, or remove it for every day', () => Schedule.on([], '9:00-17:00', level)],
  ["'nine to five' is not a range of times", () => Schedule.daily('nine to five', level)],
  ["time zone 'Europe/Bonn' is not known", () => Schedule.daily('9:00-17:00', { ...level, timeZone: 'Europe/Bonn' })],
  ['rampUp of a schedule must be whole minutes within a day, got 1.5 min', () => Schedule.daily('9:00-17:00', { ...level, rampUp: Duration.seconds(90) })],
  ["'today' is not a date", () => Schedule.dates(['today'], '9:00-17:00', level)],
])('rejects an invalid schedule: %s', (message, make) => {
  expect(make).toThrow(message);
});
