import fc from 'fast-check';
import { RecommendationWindow, stabilizeRecommendation, stabilizeRecommendationWithBehaviors } from '../../lib/hpa';
import { RecommendationList } from '../../scripts/conformance/recommendation-list';

const SECOND = 1000;
const replicas = fc.integer({ min: 0, max: 12 });
const steps = fc.array(fc.record({ wait: fc.constantFrom(0, 1, 999, 1000, 15_000, 60_000, 300_000), desired: replicas }), { maxLength: 60 });
const seconds = fc.constantFrom(0, 1, 15, 60, 300, 375);

describe('past recommendations', () => {
  test('delay a scale-down without a behavior as upstream\'s list does', () => {
    fc.assert(fc.property(steps, seconds, (passes, window) => {
      const [quick, list] = [new RecommendationWindow(), new RecommendationList()];
      let now = 0;
      for (const { wait, desired } of passes) {
        now += wait;
        expect(stabilizeRecommendation(quick, desired, now, window * SECOND)).toBe(stabilizeRecommendation(list, desired, now, window * SECOND));
      }
    }), { seed: 4, numRuns: 300 });
  });

  test('delay both directions with a behavior as upstream\'s list does', () => {
    fc.assert(fc.property(steps, seconds, seconds, replicas, (passes, up, down, start) => {
      const [quick, list] = [new RecommendationWindow(), new RecommendationList()];
      const windows = { up: up * SECOND, down: down * SECOND, edgeCounts: false };
      let now = 0;
      let current = start;
      for (const { wait, desired } of passes) {
        now += wait;
        const held = stabilizeRecommendationWithBehaviors(list, current, desired, now, windows);
        expect(stabilizeRecommendationWithBehaviors(quick, current, desired, now, windows)).toBe(held);
        current = held;
      }
    }), { seed: 5, numRuns: 300 });
  });

  test('at the edge of the window count without a behavior, and not with one', () => {
    const past = [{ recommendation: 9, timestamp: -300 * SECOND }];
    expect(stabilizeRecommendation(RecommendationWindow.of(past), 3, 0, 300 * SECOND)).toBe(9);
    expect(stabilizeRecommendation(RecommendationWindow.of(past), 3, 1, 300 * SECOND)).toBe(3);
    const windows = { up: 0, down: 300 * SECOND, edgeCounts: false };
    expect(stabilizeRecommendationWithBehaviors(RecommendationWindow.of(past), 9, 3, 0, windows)).toBe(3);
    expect(stabilizeRecommendationWithBehaviors(RecommendationWindow.of(past), 9, 3, -1, windows)).toBe(9);
  });

  test('never move the replicas further than the recommendation', () => {
    fc.assert(fc.property(fc.array(replicas), replicas, replicas, (past, current, desired) => {
      const window = RecommendationWindow.of(past.map((recommendation, i) => ({ recommendation, timestamp: i })));
      const held = stabilizeRecommendationWithBehaviors(window, current, desired, past.length, { up: 1000, down: 1000, edgeCounts: false });
      expect(held).toBeGreaterThanOrEqual(Math.min(current, desired));
      expect(held).toBeLessThanOrEqual(Math.max(current, desired));
    }), { seed: 6 });
  });

  test('of any age cost nothing once no window reaches them, and few are kept however many came', () => {
    const window = new RecommendationWindow();
    for (let second = 0; second < 20_000; second++) {
      stabilizeRecommendationWithBehaviors(window, 5, second % 7, second * SECOND, { up: 3600 * SECOND, down: 3600 * SECOND, edgeCounts: false });
    }
    expect(window.size).toBeLessThanOrEqual(14);
    expect(RecommendationWindow.of([{ recommendation: 1, timestamp: 0 }, { recommendation: 3, timestamp: 1 }]).size).toBe(3);
  });

  test('of zero replicas are not negative zero', () => {
    expect(RecommendationWindow.of([{ recommendation: 0, timestamp: 0 }]).lowestOr(5)).toBe(0);
    expect(new RecommendationWindow().lowestOr(0)).toBe(0);
  });

  test('may be given in any order', () => {
    const window = RecommendationWindow.of([{ recommendation: 2, timestamp: 5 }, { recommendation: 8, timestamp: 1 }]);
    window.advance(10, { up: 100, down: 100, edgeCounts: false });
    expect([window.lowestOr(5), window.highestOr(5)]).toEqual([2, 8]);
    window.advance(102, { up: 100, down: 100, edgeCounts: false });
    expect(window.highestOr(0)).toBe(2);
  });
});
