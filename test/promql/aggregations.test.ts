import { ask, minutes } from './promql';

const SOURCE = minutes({ 'x{pod="a", job="web"}': [4], 'x{pod="b", job="web"}': [6], 'x{pod="c", job="batch"}': [NaN], 'x{pod="d", job="batch"}': [1] });

test.each([
  ['sum by (job) (x)', ['{job="web"} 10', '{job="batch"} NaN']],
  ['avg without (pod) (x)', ['{job="web"} 5', '{job="batch"} NaN']],
  ['count(x)', ['{} 4']],
  ['group by (job) (x)', ['{job="web"} 1', '{job="batch"} 1']],
  ['min(x)', ['{} 1']],
  ['max(x)', ['{} 6']],
  ['min by (pod) (x{pod="c"})', ['{pod="c"} NaN']],
  ['stdvar by (job) (x{job="web"})', ['{job="web"} 1']],
  ['stddev(x{job="web"})', ['{} 1']],
  ['quantile(0.25, x{job="web"})', ['{} 4.5']],
  ['quantile(-1, x{job="web"})', ['{} -Infinity']],
  ['quantile(1.1, x{job="web"})', ['{} Infinity']],
  ['topk(2, x)', ['x{job="web", pod="b"} 6', 'x{job="web", pod="a"} 4']],
  ['bottomk by (job) (1, x)', ['x{job="web", pod="a"} 4', 'x{job="batch", pod="d"} 1']],
  ['topk(0, x)', []],
  ['sum(nothing)', []],
  ['count by (nothing) (x)', ['{} 4']],
])('%s', (text, answer) => {
  expect(ask(text, SOURCE)).toEqual(answer);
});
