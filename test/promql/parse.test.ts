import { parse } from '../../lib/promql/parse';

test('ignores parentheses and comments, and has the precedence of Prometheus', () => {
  const same = (text: string, other: string): void => expect(JSON.stringify(parse(text))).toBe(JSON.stringify(parse(other)));
  same('(1 + 2 * 3) # so many', '1 + (2 * 3)');
  same('-x ^ 2', '-(x ^ 2)');
  same('2 ^ 3 ^ 2', '2 ^ (3 ^ 2)');
  same('a or b and c', 'a or (b and c)');
  same('+x', 'x');
  same('-x offset 5m', '-(x offset 5m)');
  same('a - b offset 5m', 'a - (b offset 5m)');
  same('a * on (job) group_left b offset 5m', 'a * on (job) group_left () (b offset 5m)');
  same('a * on (job) group_left (zone) b offset 5m', 'a * on (job) group_left (zone) (b offset 5m)');
  same('a + b offset 5m * c > bool -d offset 1m or e', '((a + ((b offset 5m) * c)) > bool (-(d offset 1m))) or e');
});

test('parses every part of an aggregation over a range', () => {
  expect(parse('sum by (job) (rate(x{pod=~"a.*"}[5m] offset 1h))')).toMatchObject({
    kind: 'aggregation', type: 'vector', operator: 'sum', grouping: { kind: 'by', labels: ['job'] },
    operand: {
      kind: 'call', name: 'rate',
      args: [{ kind: 'range', rangeSeconds: 300, offsetSeconds: 3600, matchers: [{ label: '__name__', operator: '=', value: 'x' }, { label: 'pod', operator: '=~', value: 'a.*' }] }],
    },
  });
});

test('parses the modifier behind an aggregation', () => {
  expect(JSON.stringify(parse('sum(x) without (pod)'))).toBe(JSON.stringify(parse('sum without (pod) (x)')));
});

test('parses vector matching', () => {
  expect(parse('a / on (job) group_left (zone) b')).toMatchObject({ matching: { kind: 'on', labels: ['job'], group: { side: 'left', include: ['zone'] } } });
  expect(parse('a >= bool ignoring (pod) b')).toMatchObject({ bool: true, matching: { kind: 'ignoring', labels: ['pod'] } });
});

test('accepts a negative offset', () => {
  expect(parse('x offset -5m')).toMatchObject({ offsetSeconds: -300 });
});

test.each([
  ['', "'' is not valid PromQL: unexpected end of input"],
  ['sum(x', "'sum(x' is not valid PromQL: unexpected end of input"],
  ['nofunction(x)', "'nofunction(x)' is not valid PromQL: unexpected '(x)'"],
  ['{pod=""}', "'{pod=\"\"}' is not valid PromQL: a selector needs a name, or one matcher that does not match the empty text"],
  ['a{__name__="b"}', "'a{__name__=\"b\"}' is not valid PromQL: it names the metric twice"],
  ['rate(x)', "'rate(x)' is not valid PromQL: expected a range, got a vector"],
  ['rate(rate(x[5m])[5m])', "'rate(x[5m])[5m]' is not valid PromQL: a range follows a selector, without parentheses or an offset between them"],
  ['x[0s]', "'x[0s]' is not valid PromQL: a range is longer than 0"],
  ['(x) offset 5m', "'(x) offset 5m' is not valid PromQL: an offset follows a selector, a range or a subquery"],
  ['x offset 5m offset 5m', "'x offset 5m offset 5m' is not valid PromQL: it has two offsets"],
  ['clamp(x, 1)', "'clamp(x, 1)' is not valid PromQL: clamp takes 3 arguments, not 2"],
  ['round(x, 1, 2)', "'round(x, 1, 2)' is not valid PromQL: round takes 1 to 2 arguments, not 3"],
  ['label_join(x)', "'label_join(x)' is not valid PromQL: label_join takes 3 to any number of arguments, not 1"],
  ['sum(1, x)', "'sum(1, x)' is not valid PromQL: sum takes one vector"],
  ['topk(x)', "'topk(x)' is not valid PromQL: topk takes a number and a vector"],
  ['sum(1)', "'sum(1)' is not valid PromQL: expected a vector, got a number"],
  ['rate(x[5m][1h:1m])', 'expected a vector, got a range'],
  ['max_over_time(1[1h:1m])', 'expected a vector, got a number'],
  ['max_over_time(x[1h:0s])', "'x[1h:0s]' is not valid PromQL: a range and its step are longer than 0"],
  ['max_over_time(x[0s:1m])', "'x[0s:1m]' is not valid PromQL: a range and its step are longer than 0"],
  ['x + "a"', "'x + \"a\"' is not valid PromQL: expected a number or a vector, got a text"],
  ['1 > 2', "'1 > 2' is not valid PromQL: a comparison of two numbers needs bool"],
  ['x + bool y', "'x + bool y' is not valid PromQL: bool goes with comparisons, not with +"],
  ['x and 1', "'x and 1' is not valid PromQL: and takes vectors on both sides; put a number into vector()"],
  ['x and on (a) group_left y', "'x and on (a) group_left y' is not valid PromQL: and has neither group_left nor group_right"],
  ['x + on (a) 1', "'x + on (a) 1' is not valid PromQL: on takes vectors on both sides"],
])('rejects what Prometheus rejects: %s', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});

test.each([
  ['max_over_time(x[1h:1m] @ 5)', 'the modifier @'],
  ['x @ 1700000000', 'the modifier @'],
  ['x @ end()', 'the modifier @'],
  ['rate(x[5m] smoothed)', 'the modifier smoothed'],
  ['sort_by_label(x)', 'the function sort_by_label'],
  ['double_exponential_smoothing(x[1h], 0.5, 0.5)', 'the function double_exponential_smoothing'],
  ['count_values("a", x)', 'the aggregation count_values'],
  ['x atan2 y', 'the operator atan2'],
  ['{"a.b"}', 'a name in quotes'],
  ['sum by ("a.b") (x)', 'a name in quotes'],
  ['x > 5m', 'a duration in place of a number'],
  ['x[1m + 1m]', 'a duration that is computed'],
  ['x + fill(0) y', 'the modifier fill'],
  ['-1 ^ 2', 'a power of a number with a sign'],
])('names PromQL that the simulator does not support: %s', (text, construct) => {
  expect(() => parse(text)).toThrow(new RegExp(`^${construct.replace(/[@+]/g, '\\$&')} is outside the simulated subset of PromQL, in '.*'; docs/simulator.md lists what is$`));
});

test('shortens a long expression in the error', () => {
  expect(() => parse(`x${' + x'.repeat(100)} @ 5 +`)).toThrow(/^'.{120}…' is not valid/);
});
