import { LatencyBlend } from '../../../../lib/simulator/engine/flows/latency-blend';
import { LatencyShapes } from '../../../../lib/simulator/engine/flows/latency-shapes';
import { LatencyTally } from '../../../../lib/simulator/engine/flows/latency-tally';

const SHAPES = LatencyShapes.of({ kind: 'exponential', mean: 0.1 });
const calm = new LatencyBlend(SHAPES, Infinity, { chance: 0, wait: 0, variation: 1, factor: 1 });
const busy = new LatencyBlend(SHAPES, Infinity, { chance: 0.5, wait: 0.4, variation: 1, factor: 1 });

function quantilesOf(tally: LatencyTally): number[] {
  const columns = [0, 1, 2].map(() => new Float32Array(1));
  tally.writeQuantiles(columns, 0);
  return columns.map(([quantile]) => quantile);
}

describe('LatencyTally', () => {
  test('has the quantiles of its one blend', () => {
    const tally = new LatencyTally(SHAPES, Infinity);
    tally.addBlend(calm, 3);
    tally.addBlend(calm, 4);
    const [p50, p95, p99] = quantilesOf(tally);
    expect(tally.blend).toBe(calm);
    expect(tally.answered).toBeCloseTo(7);
    const exact = [0.5, 0.95, 0.99].map((share) => -0.1 * Math.log(1 - share));
    expect([p50, p95, p99].map((quantile, i) => quantile / exact[i])).toEqual(exact.map(() => expect.closeTo(1, 2)));
  });

  test('of two blends has the weights of both', () => {
    const tally = new LatencyTally(SHAPES, Infinity);
    tally.addBlend(calm, 3);
    tally.addBlend(busy, 1);
    const [p50, p95] = quantilesOf(tally);
    expect(tally.blend).toBeUndefined();
    expect(tally.answered).toBeCloseTo(4);
    expect([p50, p95]).toEqual([0.5, 0.95].map((share) => expect.closeTo(tally.mixed().quantile(share), 6)));
    expect(p95).toBeGreaterThan(calm.parts.quantile(0.95));
    expect(p95).toBeLessThan(busy.parts.quantile(0.95));
  });

  test('is empty after clear()', () => {
    const tally = new LatencyTally(SHAPES, Infinity);
    tally.addBlend(busy, 1);
    tally.clear();
    expect(tally.blend).toBeUndefined();
    expect(quantilesOf(tally)).toEqual([NaN, NaN, NaN]);
  });
});

describe('LatencyBlend', () => {
  test('looks up the quantiles that its parts have', () => {
    for (const share of [0.01, 0.3, 0.5, 0.9, 0.98, 0.99, 0.999]) expect(busy.table.at(share) / busy.parts.quantile(share)).toBeCloseTo(1, 1);
  });

  test('has the share of timeouts', () => {
    const limited = new LatencyBlend(SHAPES, 0.1, { chance: 0, wait: 0, variation: 1, factor: 1 });
    expect(limited.timedOutShare).toBeCloseTo(Math.exp(-1), 2);
    expect(calm.timedOutShare).toBe(0);
  });
});
