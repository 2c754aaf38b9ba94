import { perMinute } from '../../lib/traffic/per-minute';

test('spreads steps over the minutes that they overlap', () => {
  const perSecond = (...rates: number[]): Float64Array => Float64Array.from(rates);
  expect([...perMinute({ kind: 'rate', stepSeconds: 30, perSecond: perSecond(1, 3, 5, 7), arrivals: 'counted' }, 120)]).toEqual([2, 6]);
  expect([...perMinute({ kind: 'rate', stepSeconds: 90, perSecond: perSecond(2, 4), arrivals: 'counted' }, 170)]).toEqual([2, 3]);
});

test('single requests are counted, and a part of a minute at the end does not count', () => {
  expect([...perMinute({ kind: 'requests', at: Float64Array.of(0, 59, 61, 121) }, 125)]).toEqual([2 / 60, 1 / 60]);
});
