import { type RandomStream } from '../../../lib/simulator/engine/random/random-stream';
import { pick } from '../../../scripts/differential/draws';

const SELECTORS = [
  'waiting', 'waiting{pod="a"}', 'waiting{pod=~"a|b"}', 'waiting{job!="web"}', 'capacity', 'limits', 'fleeting', 'level', 'nothing', '{job="web", pod="b"}', 'waiting offset 7m', 'capacity offset -30m',
  'requests_total', 'latency_bucket', '{__name__=~"wait.*|cap.*"}',
];
const RANGED = ['requests_total', 'waiting', 'fleeting', 'level', 'requests_total{pod!="c"}', 'latency_bucket', '{pod="a"}'];
const RANGES = ['30s', '1m', '5m', '17m', '1h30m'];
const OVER_RANGE = [
  'rate', 'increase', 'delta', 'irate', 'idelta', 'changes', 'resets', 'avg_over_time', 'sum_over_time', 'min_over_time', 'max_over_time', 'count_over_time', 'last_over_time', 'present_over_time',
  'absent_over_time',
];
const OF_VECTOR = ['abs', 'ceil', 'floor', 'sgn', 'sqrt', 'exp', 'ln', 'sort', 'absent', 'timestamp', 'round'];
const AGGREGATIONS = ['sum', 'avg', 'count', 'min', 'max', 'group'];
const GROUPINGS = ['', '', ' by (job)', ' by (pod)', ' by (job, zone)', ' without (pod)', ' without (le, pod)', ' by ()'];
/** Without the remainder, which makes much of the last digit of what it divides. */
const ARITHMETIC = ['+', '-', '*', '/', '^'];
const COMPARISONS = ['==', '!=', '>', '<', '>=', '<='];
const MATCHINGS = ['', '', ' on (pod)', ' on (job)', ' on ()', ' ignoring (zone)', ' ignoring (pod, job)', ' on (job) group_left', ' on (job) group_right (zone)', ' on (pod) group_left (zone)', ' ignoring (zone) group_left'];
const NUMBERS = ['0', '1', '2.5', '(-3)', '1e3', '0.1', 'Inf', 'NaN', '0x1F', '5m', '007', '1_000'];

/**
 * An instant vector or a scalar, nested beyond realistic queries; many are refused, as by a matching of many to many.
 */
export function randomExpression(random: RandomStream, depth = 3): string {
  return random.uniform() < 0.9 ? vector(random, depth) : scalar(random, depth);
}

function scalar(random: RandomStream, depth: number): string {
  if (depth <= 0 || random.uniform() < 0.6) return pick(random, NUMBERS);
  return pick(random, [
    `scalar(${vector(random, depth - 1)})`, 'time()', `(${scalar(random, depth - 1)} ${pick(random, ARITHMETIC)} ${scalar(random, depth - 1)})`, `(-${scalar(random, depth - 1)})`,
    `(${scalar(random, depth - 1)} ${pick(random, COMPARISONS)} bool ${scalar(random, depth - 1)})`,
  ]);
}

function vector(random: RandomStream, depth: number): string {
  if (depth <= 0) return pick(random, SELECTORS);
  const inner = (): string => vector(random, depth - 1);
  const forms: ReadonlyArray<() => string> = [
    () => pick(random, SELECTORS),
    () => `${pick(random, OVER_RANGE)}(${pick(random, RANGED)}[${pick(random, RANGES)}]${pick(random, ['', '', ' offset 10m'])})`,
    () => `${pick(random, OVER_RANGE)}((${inner()})[${pick(random, RANGES)}:${pick(random, ['', '20s', '1m', '7m'])}]${pick(random, ['', '', ' offset 10m'])})`,
    () => `${pick(random, OF_VECTOR)}(${inner()})`,
    () => `${pick(random, AGGREGATIONS)}${pick(random, GROUPINGS)} (${inner()})`,
    // Series without ties, which Prometheus breaks by the order in its heap.
    () => `${pick(random, ['topk', 'bottomk'])}${pick(random, GROUPINGS)} (${1 + random.below(3)}, ${pick(random, ['requests_total', 'level', 'rate(requests_total[5m])'])})`,
    () => `${operand(random, inner())} ${pick(random, ARITHMETIC)}${pick(random, MATCHINGS)} ${operand(random, inner())}`,
    () => `${operand(random, inner())} ${pick(random, COMPARISONS)}${pick(random, ['', '', ' bool'])}${pick(random, MATCHINGS)} ${operand(random, inner())}`,
    () => `${operand(random, inner())} ${pick(random, ARITHMETIC)} ${scalar(random, depth - 1)}`,
    () => `${scalar(random, depth - 1)} ${pick(random, ARITHMETIC)} ${operand(random, inner())}`,
    () => `${operand(random, inner())} ${pick(random, COMPARISONS)}${pick(random, ['', ' bool'])} ${scalar(random, depth - 1)}`,
    () => `${operand(random, inner())} ${pick(random, ['and', 'or', 'unless'])}${pick(random, ['', ' on (pod)', ' on (job)', ' on ()', ' ignoring (zone, le)'])} ${operand(random, inner())}`,
    () => `clamp${pick(random, ['_min', '_max'])}(${inner()}, ${scalar(random, depth - 1)})`,
    () => `label_replace(${inner()}, "${pick(random, ['zone', 'pod', 'new'])}", "${pick(random, ['x', 'x-$1', '', '$2'])}", "${pick(random, ['pod', 'job', 'none'])}", "${pick(random, ['(.*)', '(.)', 'a|b', ''])}")`,
    () => `vector(${scalar(random, depth - 1)})`,
    () => `-(${inner()})`,
    () => `quantile${pick(random, GROUPINGS)} (${pick(random, ['0.5', '0.9', '2', '-1'])}, ${inner()})`,
    () => `histogram_quantile(0.9, ${inner()})`,
  ];
  return forms[random.below(forms.length)]();
}

/** In parentheses more often than not: precedence is to be met as well. */
function operand(random: RandomStream, text: string): string {
  return random.uniform() < 0.7 ? `(${text})` : text;
}
