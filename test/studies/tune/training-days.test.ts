import { type DayFigures } from '../../../lib/results/day-figures';
import { splitDays } from '../../../lib/studies/tune/days';
import { hardestFirst, missedAlone, sampleOf } from '../../../lib/studies/tune/training-days';

const { fit, choose, judge } = splitDays(12 * 86_400);
const days = [...fit, ...choose, ...judge];
const figure = (arrived: number, missed: number): DayFigures => ({ arrived, slo: [{ good: arrived - missed, total: arrived }], workloads: [], nodePools: [] });
const figures = days.map((_, i) => figure(1000 + i, i === 4 ? 30 : i === 7 ? 20 : 0));

test('ranks a day with misses above a busy one', () => {
  expect(hardestFirst(days, [figures]).slice(0, 3).map(({ number }) => number)).toEqual([4, 7, 11]);
});

test('the hardest day and two usual ones stand for all', () => {
  const sample = sampleOf(days, figures);
  expect(sample.days[0].number).toBe(4);
  expect(sample.days).toHaveLength(3);
  expect(sample.weights.reduce((sum, weight) => sum + weight)).toBe(12);
  expect(sampleOf(days.slice(0, 3), figures.slice(0, 3)).weights).toEqual([1, 1, 1]);
});

test('days that miss the SLO alone are left out only as exceptions', () => {
  expect(missedAlone(days, figures, [0.99]).map(({ number }) => number)).toEqual([4, 7]);
  expect(missedAlone(days, figures, [0.95])).toEqual([]);
  expect(missedAlone(days, days.map(() => figure(1000, 100)), [0.99])).toEqual([]);
});
