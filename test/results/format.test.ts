import { formatClock, formatMeasure, formatNumber, formatSeconds, formatShare } from '../../lib/results/format';

describe('a figure', () => {
  it.each([
    [0, '0 s'], [0.0123, '12.3 ms'], [0.9994, '999 ms'], [0.9999, '1 s'], [1.5, '1.5 s'], [59.94, '59.9 s'], [59.99, '1 m'], [75, '1 m 15 s'], [3600, '1 h'],
    [5430, '1 h 31 m'], [90000, '1 d 1 h'],
  ])('of %d seconds is %s', (seconds, text) => {
    expect(formatSeconds(seconds)).toBe(text);
  });

  it.each([[0, '0 %'], [0.5, '50 %'], [0.9, '90 %'], [0.994, '99.4 %'], [0.9999, '99.99 %'], [0.999949, '99.9949 %'], [0.99996, '99.996 %'], [1, '100 %']])(
    'never rounds the share %d up to all: %s', (share, text) => {
      expect(formatShare(share)).toBe(text);
    });

  it.each([[3, '3'], [1.23456, '1.23'], [1234.5, '1235'], [29988, '29 988'], [1234567, '1 234 567']])('of %d is %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('shows unmeasured and unfinished values', () => {
    expect([formatMeasure(null, 'number'), formatMeasure(Infinity, 'seconds'), formatMeasure(Infinity, 'number')]).toEqual(['-', 'never', '∞']);
    expect([formatMeasure(2, 'per-hour'), formatMeasure(1.5, 'hours'), formatMeasure(7, 'requests')]).toEqual(['2/h', '1.5 h', '7']);
  });

  it('shows the time of day where the start is known', () => {
    expect(formatClock(67, Date.UTC(2026, 0, 5, 9) / 1000, 3600)).toBe('09:01:07');
    expect(formatClock(3600 * 16, Date.UTC(2026, 0, 5, 9) / 1000, 86400)).toBe('day 2 01:00:00');
    expect(formatClock(90061, null, 100000)).toBe('day 2 01:01:01');
  });
});

test.each([
  [7199, '2 h'], [7170, '2 h'], [3599.6, '1 h'], [3600 + 29, '1 h'], [86_399, '1 d'], [86_370, '1 d'], [86_400 * 27 + 23.6 * 3600, '28 d'], [86_400 + 1800, '1 d 1 h'], [59.96, '1 m'], [119.7, '2 m'],
])('%d s are written as %s, without 60 minutes or 24 hours', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});

test('no duration has 60 s, 60 m or 24 h in it', () => {
  const wrong: number[] = [];
  for (let seconds = 1; seconds < 3e6; seconds += seconds < 90_000 ? 7.3 : 997.7) {
    if (/ (?:60 [sm]|24 h)$/.test(formatSeconds(seconds))) wrong.push(seconds);
  }
  expect(wrong).toEqual([]);
});
