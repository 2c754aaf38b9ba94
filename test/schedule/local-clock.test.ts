import fc from 'fast-check';
import { LocalClock } from '../../lib/schedule/local-clock';
import { at } from './support';

const berlin = LocalClock.of('Europe/Berlin');

test('a skipped local time converts to the instant of the change', () => {
  expect(berlin.firstAt(at('2027-03-28T02:30Z'))).toBe(at('2027-03-28T01:00Z'));
  expect(berlin.lastBefore(at('2027-03-28T02:30Z'))).toBe(at('2027-03-28T01:00Z'));
});

test('a repeated local time has two instants an hour apart', () => {
  expect(berlin.firstAt(at('2026-10-25T02:30Z'))).toBe(at('2026-10-25T00:30Z'));
  expect(berlin.lastBefore(at('2026-10-25T02:30Z'))).toBe(at('2026-10-25T01:30Z'));
});

test('a year has two changes, and a zone without summer time none', () => {
  const [from, to] = [at('2026-11-25T00:00Z'), at('2027-11-25T00:00Z')];
  expect(berlin.changes(from, to)).toEqual([
    { at: at('2027-03-28T01:00Z'), before: 60, after: 120 },
    { at: at('2027-10-31T01:00Z'), before: 120, after: 60 },
  ]);
  expect(LocalClock.of('Asia/Kolkata').changes(from, to)).toEqual([]);
});

test('supports changes of half an hour', () => {
  expect(LocalClock.of('Australia/Lord_Howe').changes(at('2027-01-01T00:00Z'), at('2027-06-01T00:00Z'))).toEqual([{ at: at('2027-04-03T15:00Z'), before: 660, after: 630 }]);
});

test('the first instant of a local time is never before the clocks show or skip it', () => {
  const clocks = ['Europe/Berlin', 'America/New_York', 'America/Santiago', 'Australia/Lord_Howe', 'Africa/Casablanca', 'UTC'].map((name) => LocalClock.of(name));
  fc.assert(fc.property(fc.constantFrom(...clocks), fc.integer({ min: at('2026-01-01T00:00Z'), max: at('2028-01-01T00:00Z') }), (clock, reading) => {
    const [first, last] = [clock.firstAt(reading), clock.lastBefore(reading)];
    expect(clock.readingAt(first)).toBeGreaterThanOrEqual(reading);
    expect(clock.readingAt(first - 1)).toBeLessThan(reading);
    expect(clock.readingAt(last)).toBeGreaterThanOrEqual(reading);
    expect(clock.readingAt(last - 1)).toBeLessThan(reading);
    expect(first).toBeLessThanOrEqual(last);
  }));
});
