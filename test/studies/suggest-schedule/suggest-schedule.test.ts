import { renderSchedule } from '../../../lib/report/render-schedule';
import { suggestSchedule } from '../../../lib/studies/suggest-schedule/suggest-schedule';
import { demand, flat, office } from '../backtest/demands';

const MONDAY_IN_MARCH = Date.UTC(2024, 2, 11) / 1000;
const DAY = 86_400;
const WEEKS = { ...demand(office, { noise: 0 }), startEpochSeconds: MONDAY_IN_MARCH };

test('office hours become weekday windows that begin before the demand', () => {
  const { schedules, minReplicas, missed, learnedDays, testedDays } = suggestSchedule(WEEKS, { perReplica: 10, timeZone: 'UTC', windows: 3 });
  expect({ minReplicas, learnedDays, testedDays, missed }).toEqual({ minReplicas: 2, learnedDays: 21, testedDays: 7, missed: [] });
  expect(schedules.length).toBeLessThanOrEqual(3);
  expect(schedules.every(({ weekdays }) => weekdays?.join() === '1,2,3,4,5')).toBe(true);
  expect(schedules[0].time).toMatch(/^(?:7:45|8:00)-/);
  expect(Math.max(...schedules.map(({ atLeast }) => atLeast))).toBe(11);
});

test('prints the days that it would have missed, with the worst minute of each', () => {
  const tuesday = 22 * DAY;
  const sale = demand((seconds) => office(seconds) + (seconds > tuesday + 20 * 3600 && seconds < tuesday + 21 * 3600 ? 200 : 0), { noise: 0 });
  const suggestion = suggestSchedule({ ...sale, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'UTC' });
  expect(suggestion.missed).toEqual([{ date: '2024-04-02', weekday: 'Tuesday', minutes: 75, at: '20:00', needed: 21, scheduled: 2 }]);
  expect(renderSchedule(suggestion)).toContain('it would have missed 1 of the 7 days');
});

test('windows keep local time across clock changes', () => {
  const clockHours = (seconds: number): number => office(seconds + (MONDAY_IN_MARCH + seconds >= Date.UTC(2024, 2, 31, 1) / 1000 ? 2 * 3600 : 3600));
  const berlin = { ...demand(clockHours, { noise: 0 }), startEpochSeconds: MONDAY_IN_MARCH };
  expect(suggestSchedule(berlin, { perReplica: 10, timeZone: 'Europe/Berlin' }).missed).toEqual([]);
  expect(suggestSchedule(berlin, { perReplica: 10, timeZone: 'UTC' }).missed.length).toBeGreaterThan(0);
});

test('each day of the week is tested on a whole day, though days of a zone end in the middle of one', () => {
  const lastMonday = 21 * DAY;
  const sale = demand((seconds) => office(seconds) + (seconds > lastMonday + 8 * 3600 && seconds < lastMonday + 9 * 3600 ? 200 : 0), { noise: 0 });
  const { missed, testedDays, learnedDays } = suggestSchedule({ ...sale, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'Africa/Lagos' });
  expect({ testedDays, learnedDays, missed: missed.map(({ weekday, date }) => [weekday, date]) })
    .toEqual({ testedDays: 7, learnedDays: 21, missed: [['Monday', '2024-04-01']] });
});

test('a Monday that is busier than other days gets windows of its own', () => {
  const mondays = demand((seconds) => office(seconds) * (Math.floor(seconds / DAY) % 7 === 0 ? 3 : 1), { noise: 0 });
  const { schedules } = suggestSchedule({ ...mondays, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'UTC' });
  expect(schedules.map(({ weekdays }) => weekdays?.join())).toContain('1');
});

/** Requests per second of 8 at night, 50 by day and 120 on Mondays from 9 to 10. */
function mondayPeak(seconds: number): number {
  const [day, hour] = [Math.floor(seconds / DAY) % 7, (seconds % DAY) / 3600];
  return day === 0 && hour >= 9 && hour < 10 ? 120 : hour >= 8 && hour < 18 ? 50 : 8;
}

test('an hour of each Monday gets a window on top of that of every day, and no day is missed', () => {
  const traffic = { ...demand(mondayPeak, { noise: 0 }), startEpochSeconds: MONDAY_IN_MARCH };
  const { schedules, missed, minReplicas, remarks } = suggestSchedule(traffic, { perReplica: 10, timeZone: 'UTC' });
  expect({ schedules, missed, minReplicas, remarks }).toEqual({
    minReplicas: 2, missed: [], remarks: [], schedules: [
      { atLeast: 5, time: '7:45-18:00', timeZone: 'UTC' },
      { atLeast: 12, time: '8:45-10:00', timeZone: 'UTC', weekdays: [1] },
    ],
  });
});

test.each([0, 4, 6])('a peak that recurs on day %i of each week is scheduled, however short and with noise', (peakDay) => {
  const traffic = demand((seconds) => {
    const [day, hour] = [Math.floor(seconds / DAY) % 7, (seconds % DAY) / 3600];
    return day === peakDay && hour >= 12 && hour < 12.5 ? 150 : hour >= 8 && hour < 18 ? 50 : 8;
  }, { noise: 0.02 });
  const { schedules, missed, remarks } = suggestSchedule({ ...traffic, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'UTC' });
  expect(missed).toEqual([]);
  expect(remarks).toEqual([]);
  expect(schedules.length).toBeLessThanOrEqual(6);
});

test('names the number of windows that a weekly peak needs', () => {
  const traffic = { ...demand(mondayPeak, { noise: 0 }), startEpochSeconds: MONDAY_IN_MARCH };
  const { schedules, missed, remarks } = suggestSchedule(traffic, { perReplica: 10, timeZone: 'UTC', windows: 1 });
  expect(schedules).toHaveLength(1);
  expect(missed.map(({ weekday }) => weekday)).toEqual(['Monday']);
  expect(remarks).toEqual(['1 window leaves a peak of every Monday without replicas; set --windows 3.']);
});

test('suggests no window without a saving', () => {
  const suggestion = suggestSchedule({ ...demand(flat, { noise: 0.1 }), startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'UTC' });
  expect(suggestion.schedules).toEqual([]);
  expect(renderSchedule(suggestion)).toContain('NO SCHEDULE: no window pays: minReplicas meets the demand at all times.\nminReplicas: ');
});

test('a busier week does not set the level where there are four', () => {
  const once = demand((seconds) => office(seconds) * (Math.floor(seconds / DAY / 7) === 1 ? 5 : 1), { noise: 0, days: 42 });
  const { schedules, learnedDays } = suggestSchedule({ ...once, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'UTC' });
  expect(learnedDays).toBe(28);
  expect(Math.max(...schedules.map(({ atLeast }) => atLeast))).toBe(11);
});

test('never states that minReplicas meets the demand where days are missed', () => {
  const late = demand((seconds) => (seconds > 22 * DAY && seconds < 22.2 * DAY ? 300 : 10), { noise: 0 });
  const text = renderSchedule(suggestSchedule({ ...late, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'UTC' }));
  expect(text).toContain('NO SCHEDULE: no peak recurs from week to week; those of the days below are left to the metrics of the policy.');
  expect(text).toContain('it would have missed 1 of the 7 days');
});

test('missing settings are assumed, with a remark', () => {
  const { remarks, perReplica } = suggestSchedule(demand(office, { noise: 0 }));
  expect(perReplica).toBeCloseTo(11, 6);
  expect(remarks).toEqual([
    'test has no clock: it is assumed to begin on a Monday at midnight; set --start.',
    'no time zone is given: days are those of UTC, and a schedule in UTC is an hour off for half of the year; set --timezone.',
    'the capacity of a replica is not given: 11 requests per second are assumed, a tenth of the busiest; set --per-replica.',
  ]);
});

test('the same as code, with every kind of days', () => {
  const shape = demand((seconds) => {
    const day = Math.floor(seconds / DAY) % 7;
    return office(seconds) * (day === 0 ? 2 : 1) + (day >= 5 && seconds % DAY > 12 * 3600 ? 60 : 0);
  }, { noise: 0 });
  expect(renderSchedule(suggestSchedule({ ...shape, startEpochSeconds: MONDAY_IN_MARCH }, { perReplica: 10, timeZone: 'Europe/Berlin' }))).toMatchSnapshot();
});

test.each([
  ['less than two weeks', demand(office, { days: 10 }), 'test has less than two weeks; a schedule is fitted to some weeks and tested on others; use two or more'],
  ['no requests', demand(() => 0), 'test has no requests in the training weeks; use traffic with requests'],
])('%s are refused', (_, traffic, message) => {
  expect(() => suggestSchedule(traffic)).toThrow(message);
});
