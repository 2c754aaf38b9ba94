import fc from 'fast-check';
import { civilSeconds, isoSeconds, offsetSeconds } from '../../lib/values/iso-time';

test.each([
  ['2024-01-31T09:00:00Z', '2024-01-31T09:00:00Z'],
  ['2024-02-29', '2024-02-29T00:00:00Z'],
  ['2024-01-31T09:00', '2024-01-31T09:00:00Z'],
  ['2024-01-31T09', '2024-01-31T09:00:00Z'],
  ['20240131T090000Z', '2024-01-31T09:00:00Z'],
  ['2024-01-31t09:00:00z', '2024-01-31T09:00:00Z'],
  ['2024-01-31T09:00:00.25+05:30', '2024-01-31T03:30:00.250Z'],
  ['2024-01-31T09:00:00,5-08', '2024-01-31T17:00:00.500Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
])('reads %s', (text, instant) => {
  expect(isoSeconds(text)).toBe(Date.parse(instant) / 1000);
});

test.each([
  '', '2024', '2024-02-30', '2023-02-29', '2024-13-01', '2024-00-01', '2024-01-31T24:00', '2024-01-31T09:60', '2024-01-31T09:00:60', '2024-01-31 09:00',
  '2024-01-31T09:00:00+24:00', '2024-01-31T09:00:00+1', '2024-01-31T09:00Zulu', 'yesterday', '31/01/2024', '1706691600',
])('refuses %j', (text) => {
  expect(isoSeconds(text)).toBeUndefined();
});

test('reads what toISOString writes', () => {
  fc.assert(fc.property(fc.integer({ min: -62_000_000_000_000, max: 253_000_000_000_000 }), (milliseconds) => {
    expect(isoSeconds(new Date(milliseconds).toISOString())).toBeCloseTo(milliseconds / 1000, 3);
  }));
});

test('a local time has no offset, and an offset a sign', () => {
  expect(civilSeconds('1970-01-02', '00:01')).toBe(86_460);
  expect(['Z', '+00', '-0130', '+05:45', '0530', '+5'].map(offsetSeconds)).toEqual([0, 0, -5400, 20_700, undefined, undefined]);
});
