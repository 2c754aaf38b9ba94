import * as fc from 'fast-check';
import { LatencyHistogram } from '../../../lib/simulator/run/latency-histogram';

const durations = fc.array(fc.double({ min: 1e-5, max: 1e5, noNaN: true }), { minLength: 1, maxLength: 200 });

function histogramOf(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

describe('LatencyHistogram', () => {
  test('gives every quantile within 0.8 percent of the value', () => {
    fc.assert(fc.property(durations, fc.double({ min: 0.001, max: 1, noNaN: true }), (values, p) => {
      const exact = [...values].sort((one, other) => one - other)[Math.max(0, Math.ceil(p * values.length) - 1)];
      expect(Math.abs(histogramOf(values).quantile(p) / exact - 1)).toBeLessThanOrEqual(1 / 128);
    }));
  });

  test('keeps count, mean, minimum and maximum exactly', () => {
    const histogram = histogramOf([0.25, 0.5, 3]);
    histogram.record(1, 5);
    expect([histogram.count, histogram.mean, histogram.min, histogram.max]).toEqual([8, (0.25 + 0.5 + 3 + 5) / 8, 0.25, 3]);
  });

  test('gives the same result for any split before the addition', () => {
    fc.assert(fc.property(durations, durations, (some, others) => {
      const sum = histogramOf(some);
      sum.add(histogramOf(others));
      const whole = histogramOf([...some, ...others]);
      expect([sum.count, sum.min, sum.max, sum.quantile(0.5), sum.quantile(0.99)])
        .toEqual([whole.count, whole.min, whole.max, whole.quantile(0.5), whole.quantile(0.99)]);
    }));
  });

  test('is empty before the first duration and after clear()', () => {
    const histogram = new LatencyHistogram();
    for (let round = 0; round < 2; round++) {
      expect([histogram.count, histogram.mean, histogram.min, histogram.max, histogram.quantile(0.5), histogram.shareWithin(1)])
        .toEqual([0, NaN, NaN, NaN, NaN, NaN]);
      histogram.record(2);
      histogram.clear();
    }
    expect(histogram.toJSON()).toEqual({ count: 0, mean: null, p50: null, p90: null, p95: null, p99: null, max: null });
  });

  test('tells the share of durations within a limit', () => {
    const histogram = histogramOf([1, 1, 1, 4]);
    expect(histogram.shareWithin(0.5)).toBe(0);
    expect(histogram.shareWithin(2)).toBe(0.75);
    expect(histogram.shareWithin(4)).toBe(1);
    expect(histogramOf(Array.from({ length: 1000 }, (_, index) => 1 + index / 1e6)).shareWithin(1.0005)).toBeGreaterThan(0);
  });

  test('counts what is shorter than a microsecond or longer than a fortnight in its outermost buckets', () => {
    const histogram = histogramOf([0, 1e-9, 1e8]);
    expect(histogram.quantile(0.5)).toBeLessThan(1e-5);
    expect(histogram.quantile(1)).toBeGreaterThan(1e6);
    expect(histogram.max).toBe(1e8);
  });

  test('returns summary figures', () => {
    expect(histogramOf([2, 2]).toJSON()).toEqual({ count: 2, mean: 2, p50: 2, p90: 2, p95: 2, p99: 2, max: 2 });
  });
});
