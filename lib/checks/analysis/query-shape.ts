/** Aggregation of a query over the replicas: a sum grows with the load, the others do not add up. */
export type QueryShape = 'sum' | 'average' | 'quantile' | 'ratio' | 'age' | 'unknown';

const WRAPPERS: ReadonlySet<string> = new Set([
  'abs', 'ceil', 'clamp', 'clamp_max', 'clamp_min', 'floor', 'label_join', 'label_replace', 'max', 'min', 'round', 'scalar', 'sort', 'sort_desc', 'topk', 'bottomk',
  'avg_over_time', 'max_over_time', 'min_over_time', 'last_over_time', 'vector', 'predict_linear', 'deriv', 'timestamp', 'absent', 'limitk',
]);
const SHAPES: Readonly<Record<string, QueryShape>> = {
  sum: 'sum', count: 'sum', avg: 'average', quantile: 'quantile', stddev: 'average',
  histogram_quantile: 'quantile', histogram_avg: 'average', histogram_fraction: 'ratio', quantile_over_time: 'quantile',
};
/** Operators of PromQL from the loosest to the tightest. */
const PRECEDENCE: readonly (readonly string[])[] = [['or'], ['and', 'unless'], ['==', '!=', '<=', '<', '>=', '>'], ['+', '-'], ['*', '/', '%', 'atan2'], ['^']];
const MODIFIER = /^(?:bool\b|(?:on|ignoring|group_left|group_right)\b\s*(?:\([^)]*\))?|offset\s+-?\w+|@\s*[\w.]+(?:\(\))?)\s*/;
/** Names of recording rules and gauges that hold no sum. */
const QUANTILE_NAME = /(?:^|[:_])(?:p\d{2,3}|quantile|percentile|median)(?:[:_]|$)/;
const AVERAGE_NAME = /(?:^|[:_])(?:avg|average|mean)(?:[:_\d]|$)/;
const AGE_NAME = /(?:^|_)(?:age_of_)?oldest(?:_|$)|(?:^|_)age(?:_seconds)?$/;
const RATIO_NAME = /(?:^|[:_])(?:ratio|perc|pct|percent|percentage|utilization|utilisation|saturation)(?:[:_]|$)/;

/**
 * Shape of a PromQL or LogQL query, read from its outermost operators, functions and names.
 *
 * This is no parser: what it does not recognize is 'unknown'. A parser of PromQL is not installed where the checks run
 * during a synthesis.
 */
export function shapeOfQuery(query: string): QueryShape {
  const text = masked(query).trim();
  return text === '' ? 'unknown' : shape(text, query, 0);
}

/** Shape that the name of a metric tells. */
export function shapeOfName(name: string): QueryShape {
  const lower = name.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/[.\s-]/g, '_').toLowerCase();
  if (QUANTILE_NAME.test(lower)) return 'quantile';
  if (AVERAGE_NAME.test(lower)) return 'average';
  if (AGE_NAME.test(lower)) return 'age';
  return RATIO_NAME.test(lower) ? 'ratio' : 'unknown';
}

function shape(text: string, original: string, depth: number): QueryShape {
  const bare = unwrapped(text);
  if (depth > 50) return 'unknown';
  const split = splitOperator(bare);
  if (split) return shapeOfBinary(split, original, depth);
  const [, name, rest] = /^([A-Za-z_:][\w:]*)\s*([\s\S]*)$/.exec(bare) ?? [];
  if (name === undefined) return 'unknown';
  const body = rest.replace(/^(?:by|without)\s*\([^)]*\)\s*/i, '');
  if (!body.startsWith('(')) return /\bquantile\s*=/.test(rest) ? 'quantile' : shapeOfName(name);
  const call = name.toLowerCase();
  if (Object.hasOwn(SHAPES, call)) return SHAPES[call];
  if (!WRAPPERS.has(call)) return 'unknown';
  const inner = splitArguments(body.slice(1, closing(body, 0)));
  return shape(inner.find((each) => !isConstant(each)) ?? '', original, depth + 1);
}

/** Two sides of the operator that binds a query the loosest. */
export interface BinaryText {
  readonly operator: string;
  readonly left: string;
  readonly right: string;
}

function shapeOfBinary({ operator, left, right }: BinaryText, original: string, depth: number): QueryShape {
  const [a, b] = [shape(left, original, depth + 1), shape(right, original, depth + 1)];
  if (operator === '/') {
    if (isConstant(right)) return a;
    if (isConstant(left)) return 'unknown';
    return /^(?:\(\s*)*(?:scalar\s*\(\s*)?count\b/i.test(right.trim()) ? 'average' : 'ratio';
  }
  if (operator === '*') return isConstant(left) ? b : isConstant(right) ? a : a === 'sum' || b === 'sum' ? 'unknown' : a;
  if (operator === '+' || operator === '-') return isConstant(left) ? b : isConstant(right) ? a : a === b ? a : a === 'sum' || b === 'sum' ? 'sum' : 'unknown';
  if (operator === 'or') return /^(?:\(\s*)*(?:vector|scalar|absent)\s*\(/.test(right.trim()) || isConstant(right) ? a : a === b ? a : 'unknown';
  return a;
}

/** Splits a query whose strings are masked at the operator that binds it the loosest; undefined without one. */
export function splitOperator(text: string): BinaryText | undefined {
  for (const operators of PRECEDENCE) {
    const found = lastOperator(text, operators);
    if (!found) continue;
    const [left, rest] = [text.slice(0, found.at).trim(), text.slice(found.at + found.operator.length).trim()];
    let right = rest;
    while (MODIFIER.test(right)) right = right.replace(MODIFIER, '');
    if (left !== '' && right !== '') return { operator: found.operator, left, right };
  }
  return undefined;
}

/** The last operator outside of parentheses, so that equal ones associate to the left. */
function lastOperator(text: string, operators: readonly string[]): { readonly at: number; readonly operator: string } | undefined {
  let level = 0;
  let last: { at: number; operator: string } | undefined;
  for (let at = 0; at < text.length; at++) {
    if ('([{'.includes(text[at])) level++;
    if (')]}'.includes(text[at])) level--;
    if (level !== 0) continue;
    const operator = operators.find((each) => text.startsWith(each, at));
    if (operator === undefined) continue;
    if (/\w/.test(operator) && (/[\w:]/.test(text[at - 1] ?? ' ') || /[\w:]/.test(text[at + operator.length] ?? ' '))) continue;
    if ((operator === '+' || operator === '-') && /(?:^|[-+*/%^,(=<>]|\boffset)\s*$/.test(text.slice(0, at))) continue;
    last = { at, operator };
    at += operator.length - 1;
  }
  return last;
}

/** True for a query that is a number. */
export function isConstant(text: string): boolean {
  return /^[-+*/^()\s\d.eE_]+$/.test(text.trim()) && /\d/.test(text);
}

/** Text without parentheses around all of it. */
export function unwrapped(text: string): string {
  let bare = text.trim();
  while (bare.startsWith('(') && closing(bare, 0) === bare.length - 1) bare = bare.slice(1, -1).trim();
  return bare;
}

/** Position of the bracket that closes the one at a position; the end of the text without one. */
export function closing(text: string, opening: number): number {
  let level = 0;
  for (let at = opening; at < text.length; at++) {
    if ('([{'.includes(text[at])) level++;
    if (')]}'.includes(text[at]) && --level === 0) return at;
  }
  return text.length;
}

/** Arguments of a function, without the parentheses around them. */
export function splitArguments(text: string): string[] {
  const found: string[] = [];
  let [from, level] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    if ('([{'.includes(text[at])) level++;
    if (')]}'.includes(text[at])) level--;
    if (text[at] === ',' && level === 0) {
      found.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...found, text.slice(from)].map((each) => each.trim());
}

/** Query without its comments, whose strings have the same length and hold no operators and parentheses. */
export function masked(query: string): string {
  return query.replace(/#[^\n]*/g, ' ').replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, (string) => `"${'x'.repeat(Math.max(0, string.length - 2))}"`);
}
