import { SecondsCronSchedule } from '../../lib/schedule/seconds-cron-schedule';
import { TimeZone } from '../../lib/schedule/time-zone';

function next(text: string, zone: string, after: string): string | undefined {
  const time = new SecondsCronSchedule(text, TimeZone.of(zone)).next(Date.parse(after) / 1000);
  return time === undefined ? undefined : new Date(time * 1000).toISOString().replace('.000', '');
}

test.each([
  ['a second of a minute that fits', '30 0 9 * * *', 'UTC', '2026-01-05T08:59:59Z', '2026-01-05T09:00:30Z'],
  ['a second of the minute that has begun', '30 0 9 * * *', 'UTC', '2026-01-05T09:00:29Z', '2026-01-05T09:00:30Z'],
  ['never the instant itself', '30 0 9 * * *', 'UTC', '2026-01-05T09:00:30Z', '2026-01-06T09:00:30Z'],
  ['the next of several seconds', '45,5 * * * * *', 'UTC', '2026-01-05T09:00:05Z', '2026-01-05T09:00:45Z'],
  ['the first of several seconds in the next minute', '45,5 * * * * *', 'UTC', '2026-01-05T09:00:45.5Z', '2026-01-05T09:01:05Z'],
  ['any second of a day that is named', '* * * 15 11 *', 'UTC', '2026-11-14T12:00:00Z', '2026-11-15T00:00:00Z'],
  ['the next second within it', '* * * 15 11 *', 'UTC', '2026-11-15T12:00:00Z', '2026-11-15T12:00:01Z'],
  ['local time', '0 0 9 * * 1', 'Europe/Berlin', '2026-06-28T12:00:00Z', '2026-06-29T07:00:00Z'],
  ['on any day of the week where none is named', '0 0 9 * *', 'UTC', '2026-01-05T12:00:00Z', '2026-01-06T09:00:00Z'],
])('the next is %s', (_, text, zone, after, expected) => expect(next(text, zone, after)).toBe(expected));

test('has no next run for a day that no month has', () => {
  expect(next('0 0 0 30 2 *', 'UTC', '2026-01-05T00:00:00Z')).toBeUndefined();
});

test.each([
  ['@daily', "'@daily' is not a cron expression with seconds; write second, minute, hour, day of month, month and day of week, as in '0 30 8 * * 1-5'"],
  ['60 0 9 * * *', "the second field of cron expression '60 0 9 * * *' is '60'; use *, 0 to 59"],
  ['0 60 9 * * *', "the minute field of cron expression '60 9 * * *' is '60'; use *, 0 to 59, ranges such as 0-3, steps such as */2, and lists of them"],
])('%s is refused', (text, message) => {
  expect(() => new SecondsCronSchedule(text, TimeZone.of('UTC'))).toThrow(message);
});
