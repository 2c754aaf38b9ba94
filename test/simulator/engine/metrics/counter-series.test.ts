import * as fc from 'fast-check';
import { CounterSeries } from '../../../../lib/simulator/engine/metrics/counter-series';

function series(samples: number, ...points: Array<[time: number, value: number]>): CounterSeries {
  const made = new CounterSeries(samples);
  for (const [time, value] of points) made.push(time, value);
  return made;
}

describe('rate', () => {
  test('is unknown with fewer than two samples in the window', () => {
    expect(series(10).rate(100, 60)).toBeUndefined();
    expect(series(10, [90, 5]).rate(100, 60)).toBeUndefined();
    expect(series(10, [10, 1], [90, 5]).rate(100, 60)).toBeUndefined();
    expect(series(10, [10, 1], [20, 5]).rate(100, 60)).toBeUndefined();
  });

  test('is the slope of a counter that fills the window', () => {
    expect(series(10, [40, 100], [55, 115], [70, 130], [85, 145], [100, 160]).rate(100, 60)).toBeCloseTo(1, 12);
  });

  test('extends to the ends of the window where samples nearly reach them', () => {
    expect(series(10, [45, 100], [60, 130], [75, 160], [90, 190]).rate(100, 60)).toBeCloseTo(90 * (45 + 5 + 10) / 45 / 60, 12);
  });

  test('extends by half an interval only to where a series began', () => {
    expect(series(10, [70, 1000], [85, 1030]).rate(100, 60)).toBeCloseTo(30 * (15 + 7.5 + 15) / 15 / 60, 12);
  });

  test('extends by half an interval only to where a series ended', () => {
    expect(series(10, [45, 1000], [60, 1030], [75, 1060]).rate(100, 60)).toBeCloseTo(60 * (30 + 5 + 7.5) / 30 / 60, 12);
  });

  test('does not extend a young counter below zero', () => {
    expect(series(10, [70, 2], [85, 32]).rate(100, 60)).toBeCloseTo(30 * (15 + 1 + 15) / 15 / 60, 12);
  });

  test('is 0 for a counter that stands still', () => {
    expect(series(10, [70, 5], [85, 5], [100, 5]).rate(100, 60)).toBe(0);
  });

  test('keeps at most the samples of one window', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 200 }), fc.double({ min: 0.5, max: 30, noNaN: true }), (count, slope) => {
      const points = Array.from({ length: count }, (_, index): [number, number] => [15 * index, 1e6 + slope * 15 * index]);
      const now = points[count - 1][0];
      const [bounded, unbounded] = [series(6, ...points), series(1000, ...points)];
      expect(bounded.rate(now, 60)).toBe(unbounded.rate(now, 60));
      expect(bounded.lastTime).toBe(now);
    }));
  });

  test('has no last time before the first sample', () => {
    expect(series(3).lastTime).toBe(-Infinity);
  });
});
