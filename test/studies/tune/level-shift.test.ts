import { levelShift } from '../../../lib/studies/tune/level-shift';

const days = (from: number, requests: readonly number[]) => requests.map((each, i) => ({ number: from + i, requests: each }));
const WEEK = [100, 110, 105, 95, 100, 40, 30];

test('equal weeks are no level shift, whatever their weekends', () => {
  expect(levelShift(days(0, WEEK), days(7, WEEK))).toBeUndefined();
  expect(levelShift(days(0, [...WEEK, 100, 110, 105]), days(10, WEEK))).toBeUndefined();
});

test('a level that doubles is a shift, weekday by weekday', () => {
  expect(levelShift(days(0, WEEK), days(7, WEEK.map((each) => 2 * each)))?.ratio).toBeCloseTo(2, 9);
});

test('a single busy day is no shift', () => {
  expect(levelShift(days(0, WEEK), days(7, [900, ...WEEK.slice(1)]))).toBeUndefined();
});

test('ignores days without requests', () => {
  expect(levelShift(days(0, [0, 0]), days(2, [0, 0]))).toBeUndefined();
});
