import { ask, minutes } from './promql';

const SOURCE = minutes({
  'x{pod="a-1", job="web"}': [-2.5], 'x{pod="b-2", job="web"}': [9],
  'h{le="1"}': [10], 'h{le="2"}': [30], 'h{le="+Inf"}': [40],
});

test.each([
  ['abs(x)', ['{job="web", pod="a-1"} 2.5', '{job="web", pod="b-2"} 9']],
  ['sgn(x)', ['{job="web", pod="a-1"} -1', '{job="web", pod="b-2"} 1']],
  ['round(x)', ['{job="web", pod="a-1"} -2', '{job="web", pod="b-2"} 9']],
  ['round(x, 5)', ['{job="web", pod="a-1"} 0', '{job="web", pod="b-2"} 10']],
  ['clamp(x, 0, 5)', ['{job="web", pod="a-1"} 0', '{job="web", pod="b-2"} 5']],
  ['clamp(x, 5, 0)', []],
  ['clamp(x, NaN, 0)', ['{job="web", pod="a-1"} NaN', '{job="web", pod="b-2"} NaN']],
  ['clamp_min(x, 1)', ['{job="web", pod="a-1"} 1', '{job="web", pod="b-2"} 9']],
  ['clamp_min(x * NaN, Inf)', ['{job="web", pod="a-1"} Infinity', '{job="web", pod="b-2"} Infinity']],
  ['clamp_max(x * NaN, -Inf)', ['{job="web", pod="a-1"} -Infinity', '{job="web", pod="b-2"} -Infinity']],
  ['clamp_max(x, 1)', ['{job="web", pod="a-1"} -2.5', '{job="web", pod="b-2"} 1']],
  ['sort_desc(x)', ['x{job="web", pod="b-2"} 9', 'x{job="web", pod="a-1"} -2.5']],
  ['sort(x)', ['x{job="web", pod="a-1"} -2.5', 'x{job="web", pod="b-2"} 9']],
  ['scalar(x)', ['{} NaN']],
  ['scalar(sum(x))', ['{} 6.5']],
  ['vector(3)', ['{} 3']],
  ['absent(x)', []],
  ['absent(z{pod="a", job=~"b", zone="c", zone!="d"})', ['{pod="a"} 1']],
  ['absent(z + z)', ['{} 1']],
  ['absent_over_time(z{pod="a"}[5m])', ['{pod="a"} 1']],
  ['label_replace(x, "tier", "t-$1$$", "pod", "(.)-1")', ['x{job="web", pod="a-1", tier="t-a$"} -2.5', 'x{job="web", pod="b-2"} 9']],
  ['label_replace(x, "pod", "${name}", "pod", "(?P<name>.).*")', ['x{job="web", pod="a"} -2.5', 'x{job="web", pod="b"} 9']],
  ['label_replace(x{pod="a-1"}, "job", "", "pod", ".*")', ['x{pod="a-1"} -2.5']],
  ['label_replace(x{pod="a-1"}, "form", "level", "", "")', ['x{form="level", job="web", pod="a-1"} -2.5']],
  ['label_join(x{pod="a-1"}, "id", "/", "job", "pod")', ['x{id="web/a-1", job="web", pod="a-1"} -2.5']],
  ['histogram_quantile(0.5, h)', ['{} 1.5']],
  ['histogram_quantile(0.1, h)', ['{} 0.4']],
  ['histogram_quantile(0.99, h)', ['{} 2']],
  ['histogram_quantile(-1, h)', ['{} -Infinity']],
  ['histogram_quantile(0.5, h{le!="+Inf"})', ['{} NaN']],
  ['histogram_quantile(0.5, h * 0)', ['{} NaN']],
])('%s', (text, answer) => {
  expect(ask(text, SOURCE)).toEqual(answer);
});

test('buckets of equal bounds are added up, and never fall', () => {
  expect(ask('histogram_quantile(0.5, h)', minutes({ 'h{le="1"}': [10], 'h{le="1.0"}': [10], 'h{le="2"}': [15], 'h{le="+Inf"}': [40], 'h{le="much"}': [7] }))).toEqual(['{} 1']);
});

test('timestamp() gives the time of a sample, and the evaluation time for a computed value', () => {
  expect(ask('timestamp(x{pod="b-2"})', SOURCE, 100)).toEqual(['{job="web", pod="b-2"} 0']);
  expect(ask('timestamp(x{pod="b-2"} > 0)', SOURCE, 100)).toEqual(['{job="web", pod="b-2"} 100']);
  expect(ask('time()', SOURCE, 100.5)).toEqual(['{} 100.5']);
});

test.each([
  ['minute', 59], ['hour', 23], ['day_of_week', 4], ['day_of_month', 29], ['day_of_year', 60], ['days_in_month', 29], ['month', 2], ['year', 2024],
])('%s() on 29 February 2024, a Thursday, at 23:59:59.9', (name, value) => {
  expect(ask(`${name}()`, undefined, Date.UTC(2024, 1, 29, 23, 59, 59) / 1000 + 0.9)).toEqual([`{} ${value}`]);
});

test('a time may be given as a vector', () => {
  expect(ask('hour(vector(7200))')).toEqual(['{} 2']);
});

test('rejects an invalid label name', () => {
  expect(() => ask('label_replace(x, "a-b", "", "", "")', SOURCE)).toThrow("label_replace sets 'a-b', which is not a label name; use letters, digits and underscores");
  expect(() => ask('label_join(x, "", "")', SOURCE)).toThrow("label_join sets '', which is not a label name");
});

test('rejects duplicate elements in a result', () => {
  expect(() => ask('label_replace(x, "pod", "same", "", "")', SOURCE)).toThrow('a result holds x{job="web", pod="same"} twice; keep a label whose values differ');
});
