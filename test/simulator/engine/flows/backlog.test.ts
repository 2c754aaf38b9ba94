import fc from 'fast-check';
import { Backlog } from '../../../../lib/simulator/engine/flows/backlog';

function after(seconds: number, rates: { inflow: number; variance: number; servers: number; limit?: number }, backlog = new Backlog()): Backlog {
  backlog.advance(seconds, { limit: Infinity, ...rates }, () => {});
  return backlog;
}

describe('Backlog', () => {
  test('has the mean of an M/M/1 queue in steady state', () => {
    const { mean, variation } = after(600, { inflow: 0.7, variance: 7 * 0.02, servers: 1 });
    expect(mean).toBeCloseTo(0.7 * 0.1 / 0.3, 2);
    expect(variation).toBeCloseTo(1, 2);
  });

  test('grows by what comes beyond the servers, and with less and less relative variance', () => {
    const { mean, variation } = after(100, { inflow: 3, variance: 0.6, servers: 1 });
    expect(mean).toBeCloseTo(200, -1);
    expect(variation).toBeLessThan(0.01);
  });

  test('drains to its steady state', () => {
    const backlog = after(100, { inflow: 3, variance: 0.6, servers: 1 });
    after(1000, { inflow: 0.5, variance: 0.1, servers: 1 }, backlog);
    expect(backlog.mean).toBeCloseTo(0.1, 2);
  });

  test('stays below the limit at which arrivals are lost', () => {
    expect(after(1000, { inflow: 3, variance: 0.6, servers: 1, limit: 5 }).mean).toBeLessThanOrEqual(5);
  });

  test('visits all of the time, with shares between 0 and 1 and numbers above 0', () => {
    const amount = fc.double({ min: 0.01, max: 20, noNaN: true });
    const [servers, seconds] = [fc.double({ min: 0, max: 20, noNaN: true }), fc.double({ min: 0.1, max: 30, noNaN: true })];
    fc.assert(fc.property(amount, amount, servers, seconds, (inflow, variance, count, time) => {
      let passed = 0;
      new Backlog().advance(time, { inflow, variance, servers: count, limit: Infinity }, (part, mean, variation, used, lost) => {
        passed += part;
        for (const share of [variation, used, lost]) expect(share >= 0 && share <= 1).toBe(true);
        expect(mean).toBeGreaterThanOrEqual(0);
      });
      expect(passed).toBeCloseTo(time, 6);
    }), { numRuns: 50 });
  });
});
