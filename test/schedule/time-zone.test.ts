import fc from 'fast-check';
import { TimeZone } from '../../lib/schedule/time-zone';

const at = (text: string): number => Date.parse(text) / 1000;

test.each([
  ['UTC', '2026-07-01T00:00:00Z', 0],
  ['Europe/Berlin', '2026-03-29T00:59:59Z', 3600],
  ['Europe/Berlin', '2026-03-29T01:00:00Z', 7200],
  ['Europe/Berlin', '2026-10-25T00:59:59Z', 7200],
  ['Europe/Berlin', '2026-10-25T01:00:00Z', 3600],
  ['Australia/Lord_Howe', '2026-04-04T14:59:59Z', 39600],
  ['Australia/Lord_Howe', '2026-04-04T15:00:00Z', 37800],
  ['Asia/Kathmandu', '2026-01-01T00:00:00Z', 20700],
])('the clocks of %s at %s are %i s ahead of UTC', (name, time, offset) => {
  expect(TimeZone.of(name).offsetAt(at(time))).toBe(offset);
});

test('a time is shown with its date and weekday', () => {
  expect(TimeZone.of('America/New_York').civilTime(at('2026-03-09T03:30:05Z'))).toEqual({
    year: 2026, month: 3, day: 8, hour: 23, minute: 30, second: 5, weekday: 0,
  });
});

test('a day beyond the end of a month is one of the next', () => {
  const zone = TimeZone.of('Europe/Berlin');
  expect(zone.timeOf({ year: 2026, month: 12, day: 32, hour: 1, minute: 0, second: 0 })).toBe(at('2027-01-01T00:00:00Z'));
});

test('a time that the clocks skip is read by one of the two offsets', () => {
  const zone = TimeZone.of('Europe/Berlin');
  expect([at('2026-03-29T00:30:00Z'), at('2026-03-29T01:30:00Z')]).toContain(zone.timeOf({ year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 }));
});

test('a local time converts to an instant and back, except where the clocks skip it', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'Africa/Casablanca', 'UTC'].map((name) => TimeZone.of(name));
  fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: 1.6e9, max: 1.9e9 }), (zone, time) => {
    const shown = zone.civilTime(time);
    expect(zone.civilTime(zone.timeOf(shown))).toEqual(shown);
  }));
});

test('an unknown zone is refused by name', () => {
  expect(() => TimeZone.of('Europe/Bonn')).toThrow("time zone 'Europe/Bonn' is not known; use an IANA name such as Europe/Berlin, or UTC");
});
