import { scoreOf } from '../../../lib/studies/backtest/measure';

test('errors are shares of the demand for each direction', () => {
  expect(scoreOf([8, 12, 10, 10], [10, 10, 10, 10])).toMatchObject({ wmape: 0.1, under: 0.05, over: 0.05, shortMoments: 0.25 });
});

test('unmet demand is compared at equal capacity, so that no form wins by higher forecasts', () => {
  const targets = [10, 20, 10, 20];
  const small = scoreOf([1, 1, 1, 1], targets);
  expect(small.unmetAtEqualCapacity).toBeCloseTo((2 * (20 - 17.25)) / 60, 12);
  expect(scoreOf([9, 9, 9, 9], targets).unmetAtEqualCapacity).toBeCloseTo(small.unmetAtEqualCapacity, 12);
  expect(scoreOf(targets, targets).unmetAtEqualCapacity).toBe(0);
});

test('a forecast of 0 covers no demand', () => {
  expect(scoreOf([0, 0], [1, 1]).unmetAtEqualCapacity).toBe(1);
});
