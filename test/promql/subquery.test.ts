import { Query } from '../../lib/promql';
import { ask, minutes } from './promql';

/** Sample of minute n at second 60 n. */
const SOURCE = minutes({ 'x{pod="a"}': [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'x{pod="b"}': [null, null, null, null, null, null, 7, 7, 7, 7, 7] });

test.each([
  ['max_over_time(x[5m:1m])', 600, ['{pod="a"} 10', '{pod="b"} 7']],
  ['min_over_time(x[5m:1m])', 600, ['{pod="a"} 6', '{pod="b"} 7']],
  ['count_over_time(sum(x)[5m:30s])', 600, ['{} 10']],
  ['count_over_time(sum(x)[5m:])', 600, ['{} 5']],
  ['max_over_time(x[2m:1m] offset 4m)', 600, ['{pod="a"} 6', '{pod="b"} 7']],
  ['max_over_time(rate(x{pod="a"}[2m])[5m:1m])', 600, ['{pod="a"} 0.0166666666667']],
  ['max_over_time(sum(x)[5m:1m]) - min_over_time(sum(x)[5m:1m])', 600, ['{} 4']],
  ['max_over_time(max_over_time(x{pod="a"}[2m:1m])[3m:1m])', 600, ['{pod="a"} 10']],
  ['max_over_time(vector(3)[5m:1m])', 0, ['{} 3']],
  ['absent_over_time(nothing[5m:1m])', 600, ['{} 1']],
])('%s at second %s gives %j', (text, time, answer) => {
  expect(ask(text, SOURCE, time)).toEqual(answer);
});

test('steps are multiples of the step, whatever the time of the evaluation', () => {
  expect(ask('last_over_time(timestamp(x{pod="a"})[5m:1m])', SOURCE, 629)).toEqual(['{pod="a"} 600']);
  expect(ask('max_over_time(vector(time())[5m:7s])', SOURCE, 629)).toEqual(['{} 623']);
});

test('the start of the range is excluded by Prometheus 3 and included by Prometheus 2', () => {
  expect(ask('count_over_time(vector(1)[5m:1m])', SOURCE, 600)).toEqual(['{} 5']);
  expect(ask('count_over_time(vector(1)[5m:1m])', SOURCE, 600, { prometheus: 2 })).toEqual(['{} 6']);
});

test('a subquery reaches as far back as its range, its offset and what it reads', () => {
  const [{ reachSeconds }] = Query.parse('max_over_time(rate(x[5m])[1h:1m] offset 30m)').selections;
  expect(reachSeconds).toBe(5400 + 300);
});
