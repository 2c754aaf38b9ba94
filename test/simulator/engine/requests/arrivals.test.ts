import * as fc from 'fast-check';
import { arrivalSource } from '../../../../lib/simulator/engine/requests/arrivals';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { type Traffic } from '../../../../lib/simulator/world/world';
import { rates } from '../../worlds';

interface Arrival {
  readonly time: number;
  readonly weight: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

function arrivalsOf(traffic: Traffic, until: readonly number[], batchSize = 1): Arrival[] {
  const arrivals: Arrival[] = [];
  const source = arrivalSource(traffic, batchSize, new RandomStream(3, 'arrivals'), (time, weight, inputTokens, outputTokens) => {
    arrivals.push({ time, weight, inputTokens, outputTokens });
  });
  for (const time of until) source.generate(time);
  return arrivals;
}

const perSecond = fc.array(fc.nat(20), { minLength: 1, maxLength: 20 });
const kinds = ['poisson', 'counted', 'even'] as const;

describe('arrivalSource', () => {
  test.each(kinds)('gives %s arrivals in order and inside the traffic, however time is cut', (kind) => {
    fc.assert(fc.property(perSecond, fc.integer({ min: 1, max: 7 }), fc.array(fc.double({ min: 0, max: 60, noNaN: true })), (rate, batchSize, cuts) => {
      const traffic = rates(rate, 3, kind);
      const whole = arrivalsOf(traffic, [1000], batchSize);
      expect(arrivalsOf(traffic, [...cuts.sort((one, other) => one - other), 1000], batchSize)).toEqual(whole);
      const times = whole.map(({ time }) => time);
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(times.every((time) => time >= 0 && time < rate.length * 3)).toBe(true);
    }), { numRuns: 60 });
  });

  test('lets exactly as many counted requests come as each step has', () => {
    fc.assert(fc.property(perSecond, (rate) => {
      const counts = rate.map(() => 0);
      for (const { time, weight } of arrivalsOf(rates(rate, 2, 'counted'), [1000])) counts[Math.floor(time / 2)] += weight;
      expect(counts).toEqual(rate.map((each) => each * 2));
    }));
  });

  test('lets exactly as many counted requests come in batches, the last of which may be smaller', () => {
    fc.assert(fc.property(perSecond, fc.integer({ min: 1, max: 9 }), (rate, batchSize) => {
      const arrivals = arrivalsOf(rates(rate, 2, 'counted'), [1000], batchSize);
      expect(arrivals.reduce((sum, { weight }) => sum + weight, 0)).toBe(rate.reduce((sum, each) => sum + 2 * each, 0));
      expect(arrivals.slice(0, -1).every(({ weight }) => weight === batchSize)).toBe(true);
    }));
  });

  test('carries fractions of counted requests to the next step', () => {
    const times = arrivalsOf(rates([0.5, 0.5, 0.5, 0.5], 1, 'counted'), [1000]).map(({ time }) => Math.floor(time));
    expect(times).toEqual([1, 3]);
  });

  test('spreads counted requests uniformly over their step', () => {
    const times = arrivalsOf(rates([20_000], 1, 'counted'), [1]).map(({ time }) => time);
    expect(times.filter((time) => time < 0.25).length / times.length).toBeCloseTo(0.25, 2);
    expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeCloseTo(0.5, 2);
  });

  test('spreads batches of counted requests uniformly over their step', () => {
    const times = arrivalsOf(rates([20_000], 1, 'counted'), [1], 10).map(({ time }) => time);
    expect(times).toHaveLength(2000);
    expect(times.reduce((sum, time) => sum + time, 0) / times.length).toBeCloseTo(0.5, 2);
  });

  test('spaces even requests evenly, across a change of the rate as well', () => {
    const times = arrivalsOf(rates([2, 4], 1, 'even'), [2]).map(({ time }) => time);
    expect(times).toEqual([0.5, 1, 1.25, 1.5, 1.75]);
  });

  test('lets a Poisson number of requests come: its variance is its mean', () => {
    const counts = new Float64Array(4000);
    for (const { time } of arrivalsOf(rates([10], 4000), [4000])) counts[Math.floor(time)]++;
    const mean = counts.reduce((sum, count) => sum + count) / counts.length;
    const variance = counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / counts.length;
    expect(Math.abs(mean - 10)).toBeLessThan(0.2);
    expect(Math.abs(variance / mean - 1)).toBeLessThan(0.08);
  });

  test('follows the rate of each step with Poisson arrivals', () => {
    const arrivals = arrivalsOf(rates([100, 0, 300], 100), [1000]);
    const within = (from: number, until: number) => arrivals.filter(({ time }) => time >= from && time < until).length;
    expect(Math.abs(within(0, 100) / 10_000 - 1)).toBeLessThan(0.05);
    expect(within(100, 200)).toBe(0);
    expect(Math.abs(within(200, 300) / 30_000 - 1)).toBeLessThan(0.05);
  });

  test('gives listed requests at their times with their tokens', () => {
    const traffic: Traffic = { kind: 'requests', at: Float64Array.of(1, 2, 5), inputTokens: Float64Array.of(10, 20, 30), outputTokens: Float64Array.of(1, 2, 3) };
    expect(arrivalsOf(traffic, [2, 10])).toEqual([
      { time: 1, weight: 1, inputTokens: 10, outputTokens: 1 }, { time: 2, weight: 1, inputTokens: 20, outputTokens: 2 },
      { time: 5, weight: 1, inputTokens: 30, outputTokens: 3 },
    ]);
  });

  test('puts consecutive listed requests into batches with their mean tokens', () => {
    const traffic: Traffic = { kind: 'requests', at: Float64Array.of(1, 2, 5), inputTokens: Float64Array.of(10, 20, 30), outputTokens: Float64Array.of(1, 3, 5) };
    expect(arrivalsOf(traffic, [10], 2)).toEqual([
      { time: 2, weight: 2, inputTokens: 15, outputTokens: 2 }, { time: 5, weight: 1, inputTokens: 30, outputTokens: 5 },
    ]);
  });

  test('returns no tokens for requests without them', () => {
    expect(arrivalsOf({ kind: 'requests', at: Float64Array.of(1) }, [10])).toEqual([{ time: 1, weight: 1, inputTokens: -1, outputTokens: -1 }]);
  });
});
