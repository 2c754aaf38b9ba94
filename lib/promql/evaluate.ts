import { aggregate } from './aggregations';
import { type ArithmeticExpression, type ComparisonExpression, type Expression, type SubqueryExpression } from './expression';
import { FUNCTIONS, type Moment } from './functions';
import { type Labels, signatureOf } from './labels';
import { ARITHMETIC, combine, combineSets, COMPARISON, compareWithScalar, withScalar } from './operators';
import { selectInstant, selectRange } from './source';
import { mapValues, type Value, type Vector, type Window } from './value';

/** The value of an expression at a moment. The parser has seen to it that types fit. */
export function evaluate(expression: Expression, moment: Moment): Value {
  switch (expression.kind) {
    case 'number':
    case 'string': return expression.value;
    case 'selector': return selectInstant(moment.source, expression.matchers, moment.time - expression.offsetSeconds, moment);
    case 'range': {
      const end = moment.time - expression.offsetSeconds;
      return selectRange(moment.source, expression.matchers, { start: end - expression.rangeSeconds, end }, moment);
    }
    case 'subquery': return evaluateSubquery(expression, moment);
    case 'negation': {
      const operand = evaluate(expression.operand, moment);
      return typeof operand === 'number' ? -operand : mapValues(operand as Vector, ({ value }) => -value);
    }
    case 'call': return FUNCTIONS[expression.name].evaluate(expression.args.map((argument) => evaluate(argument, moment)), moment, expression);
    case 'aggregation': {
      const parameter = expression.parameter ? evaluate(expression.parameter, moment) as number : NaN;
      return aggregate(expression, evaluate(expression.operand, moment) as Vector, parameter);
    }
    case 'arithmetic': return arithmetic(expression, moment);
    case 'comparison': return comparison(expression, moment);
    case 'set':
      return combineSets(evaluate(expression.left, moment) as Vector, evaluate(expression.right, moment) as Vector, expression.operator, expression.matching);
  }
}

/** Interval of a subquery without a step: Prometheus' own evaluation interval, where its configuration sets none. */
const DEFAULT_STEP_SECONDS = 60;

/**
 * The operand at each multiple of the step within the range. Times are counted in milliseconds, as Prometheus does.
 * Source: evaluator.eval of a SubqueryExpr in promql/engine.go.
 */
function evaluateSubquery({ operand, offsetSeconds, rangeSeconds, stepSeconds = DEFAULT_STEP_SECONDS }: SubqueryExpression, moment: Moment): Window[] {
  const step = Math.round(stepSeconds * 1000);
  const end = Math.round((moment.time - offsetSeconds) * 1000);
  const start = end - Math.round(rangeSeconds * 1000);
  let at = step * Math.trunc(start / step);
  if (moment.prometheus === 3 ? at <= start : at < start) at += step;
  const found = new Map<string, { labels: Labels; times: number[]; values: number[]; start: number; end: number }>();
  for (; at <= end; at += step) {
    for (const { labels, value } of evaluate(operand, { ...moment, time: at / 1000 }) as Vector) {
      const signature = signatureOf(labels);
      const window = found.get(signature) ?? { labels, times: [], values: [], start: start / 1000, end: end / 1000 };
      found.set(signature, window);
      window.times.push(at / 1000);
      window.values.push(value);
    }
  }
  return [...found.values()];
}

function arithmetic({ operator, left, right, matching }: ArithmeticExpression, moment: Moment): Value {
  const operation = ARITHMETIC[operator];
  const a = evaluate(left, moment) as number | Vector;
  const b = evaluate(right, moment) as number | Vector;
  if (typeof a === 'number') return typeof b === 'number' ? operation(a, b) : withScalar(b, (value) => operation(a, value));
  if (typeof b === 'number') return withScalar(a, (value) => operation(value, b));
  return combine(a, b, operation, { matching, keepsName: false });
}

function comparison({ operator, left, right, bool, matching }: ComparisonExpression, moment: Moment): Value {
  const holds = COMPARISON[operator];
  const a = evaluate(left, moment) as number | Vector;
  const b = evaluate(right, moment) as number | Vector;
  if (typeof a === 'number') return typeof b === 'number' ? Number(holds(a, b)) : compareWithScalar(b, (value) => holds(a, value), bool);
  if (typeof b === 'number') return compareWithScalar(a, (value) => holds(value, b), bool);
  return combine(a, b, (x, y) => bool ? Number(holds(x, y)) : holds(x, y) ? x : undefined, { matching, keepsName: !bool });
}
