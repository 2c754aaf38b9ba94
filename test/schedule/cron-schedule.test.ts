import { CronSchedule } from '../../lib/schedule/cron-schedule';
import { TimeZone } from '../../lib/schedule/time-zone';

function next(text: string, zone: string, after: string): string | undefined {
  const time = new CronSchedule(text, TimeZone.of(zone)).next(Date.parse(after) / 1000);
  return time === undefined ? undefined : new Date(time * 1000).toISOString().replace('.000', '');
}

test.each([
  ['the next minute that fits', '30 8 * * *', 'UTC', '2026-01-05T08:29:59Z', '2026-01-05T08:30:00Z'],
  ['never the instant itself', '30 8 * * *', 'UTC', '2026-01-05T08:30:00Z', '2026-01-06T08:30:00Z'],
  ['the start of a minute from within one', '* * * * *', 'UTC', '2026-01-05T08:30:17.25Z', '2026-01-05T08:31:00Z'],
  ['over a new year', '0 0 1 1 *', 'UTC', '2026-01-05T00:00:00Z', '2027-01-01T00:00:00Z'],
  ['a leap day', '0 0 29 2 *', 'UTC', '2026-01-05T00:00:00Z', '2028-02-29T00:00:00Z'],
  ['either of two fields of days', '0 0 13 * 5', 'UTC', '2026-01-05T00:00:00Z', '2026-01-09T00:00:00Z'],
  ['local time, in summer', '0 9 * * 1', 'Europe/Berlin', '2026-06-28T12:00:00Z', '2026-06-29T07:00:00Z'],
  ['local time, in winter', '0 9 * * 1', 'Europe/Berlin', '2026-11-28T12:00:00Z', '2026-11-30T08:00:00Z'],
  ['not what the clocks skip', '30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-30T00:30:00Z'],
  ['the first of two when the clocks show it twice', '30 2 * * *', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T00:30:00Z'],
  ['and then the second', '30 2 * * *', 'Europe/Berlin', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
])('the next is %s', (_, text, zone, after, expected) => expect(next(text, zone, after)).toBe(expected));

test('has no next run for a day that no month has', () => {
  expect(next('0 0 30 2 *', 'UTC', '2026-01-05T00:00:00Z')).toBeUndefined();
});

test.each(['Europe/Berlin', 'Pacific/Chatham', 'Australia/Lord_Howe'])('gives the same runs in sequence as one by one in %s', (zone) => {
  const there = TimeZone.of(zone);
  for (const text of ['30 2 * * *', '0 4 * * *', '*/7 * * * *', '45 1-3 * * 0,6', '0 22 * * 1']) {
    const schedule = new CronSchedule(text, there);
    for (const day of ['2026-03-27T00:00:00Z', '2026-04-03T00:00:00Z', '2026-09-25T00:00:00Z', '2026-10-02T00:00:00Z', '2026-10-23T00:00:00Z']) {
      const start = Date.parse(day) / 1000;
      const times = Array.from({ length: Math.ceil(4 * 86_400 / 1201) }, (_, i) => start + i * 1201);
      const alone = times.map((after) => [after, new CronSchedule(text, there).next(after)]);
      expect(times.map((after) => [after, schedule.next(after)])).toEqual(alone);
    }
  }
});
