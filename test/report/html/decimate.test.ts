import fc from 'fast-check';
import { decimate } from '../../../lib/report/html/decimate';

describe('a downsampled series', () => {
  it('stays as it is where it is short enough', () => {
    expect(decimate({ a: Float32Array.of(1, NaN, 3) }, 5, 10)).toEqual({ seconds: [0, 5, 10], columns: { a: [1, null, 3] } });
  });

  it('keeps the lowest and the highest value of each bucket, in their order', () => {
    const { columns, seconds, bucketSeconds } = decimate({ a: [5, 9, 1, 2, 7, 3, 3, 3] }, 1, 4);
    expect(columns.a).toEqual([9, 1, 7, 3]);
    expect(seconds).toEqual([0, 2, 4, 6]);
    expect(bucketSeconds).toBe(4);
  });

  it('has no value where a bucket has none', () => {
    expect(decimate({ a: [NaN, NaN, 1, 2] }, 1, 2).columns.a).toEqual([1, 2]);
    expect(decimate({ a: [NaN, NaN, NaN, 2] }, 1, 4).columns.a).toEqual([null, null, null, 2]);
  });

  it('keeps extremes, has at most the requested points, and is ordered by time', () => {
    const values = fc.array(fc.integer({ min: 0, max: 999 }), { minLength: 1, maxLength: 300 });
    fc.assert(fc.property(values, fc.integer({ min: 2, max: 60 }), (a, most) => {
      const { columns, seconds } = decimate({ a }, 1, most);
      expect(columns.a.length).toBeLessThanOrEqual(Math.max(most, 2));
      expect(Math.max(...columns.a.map(Number))).toBe(Math.max(...a));
      expect(Math.min(...columns.a.map(Number))).toBe(Math.min(...a));
      seconds.slice(1).forEach((second, i) => expect(second).toBeGreaterThan(seconds[i]));
    }), { seed: 4, numRuns: 100 });
  });
});
