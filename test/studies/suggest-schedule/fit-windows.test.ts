import fc from 'fast-check';
import { fitWindows } from '../../../lib/studies/suggest-schedule/fit-windows';
import { QUARTERS_A_DAY } from '../../../lib/studies/suggest-schedule/quarter-hours';

function day(level: (quarter: number) => number): number[] {
  return Array.from({ length: QUARTERS_A_DAY }, (_, quarter) => level(quarter));
}

test('without windows, the base weighs a missing replica three times as much as an idle one', () => {
  expect(fitWindows([day((quarter) => quarter < 2 ? 5 : 1)], 2, 0)).toEqual([{ windows: [], cost: 2 * 9 + 94 }]);
});

test('a block needs one window', () => {
  expect(fitWindows([day((quarter) => quarter >= 36 && quarter < 68 ? 6 : 2)], 2, 1)[1]).toEqual({ windows: [{ from: 36, to: 68, atLeast: 6 }], cost: 0 });
});

test('a staircase needs a window for each step', () => {
  const stairs = day((quarter) => quarter < 32 ? 2 : quarter < 48 ? 4 : 8);
  expect(fitWindows([stairs], 2, 3).map(({ windows }) => windows.length)).toEqual([0, 1, 2, 2]);
  expect(fitWindows([stairs], 2, 2)[2].windows).toEqual([{ from: 32, to: 48, atLeast: 4 }, { from: 48, to: 96, atLeast: 8 }]);
});

test('of days that share a window, the level that costs the least is taken', () => {
  const days = [4, 4, 4, 10].map((level) => day((quarter) => quarter < 4 ? level : 2));
  expect(fitWindows(days, 2, 1)[1].windows).toEqual([{ from: 0, to: 4, atLeast: 4 }]);
});

test('more windows never cost more, and they never overlap', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: QUARTERS_A_DAY, maxLength: QUARTERS_A_DAY }), (needs) => {
    const fits = fitWindows([needs], 2, 4);
    fits.forEach(({ windows, cost }, count) => {
      expect(windows.length).toBeLessThanOrEqual(count);
      expect(windows.every(({ from, to, atLeast }, i) => from < to && atLeast > 2 && (i === 0 || windows[i - 1].to <= from))).toBe(true);
      if (count > 0) expect(cost).toBeLessThanOrEqual(fits[count - 1].cost);
    });
  }), { numRuns: 15 });
});
