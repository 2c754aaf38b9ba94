import { DAY_SECONDS, splitDays } from '../../../lib/studies/tune/days';

const sizes = (days: number, given?: { choose?: number; judge?: number }): number[] => {
  const { fit, choose, judge } = splitDays(days * DAY_SECONDS, given);
  return [fit.length, choose.length, judge.length];
};

test('splits four weeks into one to search, one to choose and two to judge', () => {
  expect(sizes(28)).toEqual([7, 7, 14]);
  expect(sizes(56)).toEqual([14, 14, 28]);
});

test('splits less than four weeks by days', () => {
  expect(sizes(3)).toEqual([1, 1, 1]);
  expect(sizes(14)).toEqual([4, 3, 7]);
});

test('takes the days that are given, and searches on the others', () => {
  expect(sizes(14, { choose: 4, judge: 3 })).toEqual([7, 4, 3]);
});

test('blocks follow each other in time, and a day that is not whole is left out', () => {
  const { fit, choose, judge } = splitDays(4.9 * DAY_SECONDS);
  const days = [...fit, ...choose, ...judge].map(({ number, from, to }) => [number, from / DAY_SECONDS, to / DAY_SECONDS]);
  expect(days).toEqual([[0, 0, 1], [1, 1, 2], [2, 2, 3], [3, 3, 4]]);
});

test('refuses fewer than three days, and blocks that leave none to search on', () => {
  expect(() => splitDays(2.9 * DAY_SECONDS)).toThrow('the traffic has 2 whole days; tuning takes at least 3');
  expect(() => splitDays(7 * DAY_SECONDS, { judge: 5, choose: 2 })).toThrow('5 days to judge on and 2 to choose on leave none of 7 to search on; use fewer');
});
