import { ask, minutes } from './promql';

const SOURCE = minutes({
  'x{pod="a", job="web"}': [4], 'x{pod="b", job="web"}': [6],
  'y{pod="a", job="web"}': [2], 'y{pod="c", job="web"}': [3],
  'limit{job="web", zone="z"}': [10],
});

test.each([
  ['x + 1', ['{job="web", pod="a"} 5', '{job="web", pod="b"} 7']],
  ['10 - x', ['{job="web", pod="a"} 6', '{job="web", pod="b"} 4']],
  ['-x % 4', ['{job="web", pod="a"} 0', '{job="web", pod="b"} -2']],
  ['7 / 0', ['{} Infinity']],
  ['2 ^ -1', ['{} 0.5']],
  ['1 ^ NaN', ['{} 1']],
  ['(-1) ^ Inf', ['{} 1']],
  ['(-2) ^ Inf', ['{} Infinity']],
  ['-(3)', ['{} -3']],
  ['2 * on () 3', ['{} 6']],
  ['3 > bool 2', ['{} 1']],
  ['x > 5', ['x{job="web", pod="b"} 6']],
  ['5 > x', ['x{job="web", pod="a"} 4']],
  ['x <= bool 4', ['{job="web", pod="a"} 1', '{job="web", pod="b"} 0']],
  ['x == 4', ['x{job="web", pod="a"} 4']],
  ['x != 4', ['x{job="web", pod="b"} 6']],
  ['x >= 4 < 6', ['x{job="web", pod="a"} 4']],
  ['x * y', ['{job="web", pod="a"} 8']],
  ['x > y', ['x{job="web", pod="a"} 4']],
  ['y > x', []],
  ['x > bool y', ['{job="web", pod="a"} 1']],
  ['x / on (pod) y', ['{pod="a"} 2']],
  ['x{pod="a"} / ignoring (pod) y{pod="c"}', ['{job="web"} 1.33333333333']],
  ['x / on (job) group_left limit', ['{job="web", pod="a"} 0.4', '{job="web", pod="b"} 0.6']],
  ['x / on (job) group_left (zone) limit', ['{job="web", pod="a", zone="z"} 0.4', '{job="web", pod="b", zone="z"} 0.6']],
  ['limit - on (job) group_right x', ['{job="web", pod="a"} 6', '{job="web", pod="b"} 4']],
  ['x / on (job) nothing', []],
  ['nothing / on (job) y', []],
  ['x and on (pod) y', ['x{job="web", pod="a"} 4']],
  ['x and ignoring (pod) y', ['x{job="web", pod="a"} 4', 'x{job="web", pod="b"} 6']],
  ['x unless y', ['x{job="web", pod="b"} 6']],
  ['x or y', ['x{job="web", pod="a"} 4', 'x{job="web", pod="b"} 6', 'y{job="web", pod="c"} 3']],
  ['vector(1) or x', ['{} 1', 'x{job="web", pod="a"} 4', 'x{job="web", pod="b"} 6']],
])('%s', (text, answer) => {
  expect(ask(text, SOURCE)).toEqual(answer);
});

test.each([
  ['x / on (job) y{pod="a"}', /^more than one element on the left matches x\{job="web", pod="b"\}; match on more labels, or use group_left$/],
  ['x{pod="a"} / on (job) y', /^more than one element on the right matches y\{job="web", pod="c"\}; match on more labels, or use group_left or group_right$/],
  ['x / on (job) group_right y', /^more than one element on the left matches/],
])('%s is ambiguous', (text, message) => {
  expect(() => ask(text, SOURCE)).toThrow(message);
});
