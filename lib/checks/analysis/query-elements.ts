import { closing, isConstant, masked, splitArguments, splitOperator, unwrapped } from './query-shape';

const AGGREGATIONS: ReadonlySet<string> = new Set(['sum', 'avg', 'min', 'max', 'count', 'group', 'stddev', 'stdvar', 'quantile', 'topk', 'bottomk', 'count_values', 'limitk']);
/** Functions of each series of a range. */
const OF_RANGES = /^(?:rate|irate|increase|delta|idelta|deriv|predict_linear|changes|resets|\w+_over_time)$/;
/** Functions whose argument has a range. */
const RANGE_CALL = /^(?:rate|irate|increase|delta|idelta|deriv|predict_linear|changes|resets|(?:avg|min|max|sum|count|quantile|last|present|stddev|stdvar)_over_time)$/;
/** Functions that keep the series of their argument. */
const KEEPING: ReadonlySet<string> = new Set(['abs', 'ceil', 'floor', 'round', 'clamp', 'clamp_min', 'clamp_max', 'sqrt', 'ln', 'log2', 'log10', 'exp', 'sort', 'sort_desc', 'label_replace', 'label_join', 'timestamp']);
/** Series that each pod of a model server has. */
const OF_EACH_POD = /^(?:vllm|sglang|tgi|llamacpp)[:_]/;

/**
 * Reason why a PromQL or LogQL query has an element for each of several series; undefined where it has one, or that is
 * unknown.
 */
export function whySeveralElements(query: string): string | undefined {
  return several(masked(query), 0);
}

/**
 * Reason why the server of a trigger refuses its query, as the rest of a sentence whose subject is the query; undefined
 * where it can be read.
 */
export function faultOfQuery(query: string, type: string): string | undefined {
  const bracket = unmatchedBracket(query);
  if (bracket !== undefined) return `has a '${bracket}' without its counterpart, so that the server refuses the query; correct it`;
  const variable = /\$__\w+|\$\{__\w+\}/.exec(query)?.[0];
  if (variable !== undefined) return `holds ${variable}, a variable of Grafana that the server does not know; write a duration, such as 2m`;
  if (type === 'loki' && /^\s*\{/.test(query)) return 'selects lines of a log, and KEDA needs a number; count them, as in sum(count_over_time({...}[5m]))';
  return type === 'prometheus' ? faultOfCalls(masked(query)) : undefined;
}

/** Calls that PromQL does not allow. */
function faultOfCalls(text: string): string | undefined {
  for (const { 0: head, 1: name, index } of text.matchAll(/\b([a-z_]+)\s*\(/gi)) {
    const call = name.toLowerCase();
    const open = index + head.length - 1;
    const end = closing(text, open);
    const content = text.slice(open + 1, end);
    if (RANGE_CALL.test(call) && !/\[/.test(content)) return `calls ${call}() ${content.trim() === '' ? 'of nothing' : 'without a range'}, so that Prometheus refuses the query; write ${call}(SERIES[2m])`;
    if (!OF_RANGES.test(call) && !KEEPING.has(call)) continue;
    const [, word] = /^\s*(by|without)\s*\(/i.exec(text.slice(end + 1)) ?? [];
    if (word !== undefined) return `groups ${call}() ${word.toLowerCase()} labels, which only an aggregation such as sum() can, so that Prometheus refuses the query; write sum ${word.toLowerCase()} (...) (${call}(...))`;
  }
  return undefined;
}

/** Bracket of a query that is not closed, or that nothing opens; undefined where all match. */
function unmatchedBracket(query: string): string | undefined {
  const open: string[] = [];
  for (const character of masked(query)) {
    if ('([{'.includes(character)) open.push(character);
    const opener = ({ ')': '(', ']': '[', '}': '{' } as Readonly<Record<string, string>>)[character];
    if (opener !== undefined && open.pop() !== opener) return character;
  }
  return open.at(-1);
}

function several(text: string, depth: number): string | undefined {
  const bare = unwrapped(text);
  if (depth > 50 || bare === '' || isConstant(bare)) return undefined;
  const split = splitOperator(bare);
  if (split) return several(split.left, depth + 1) ?? (/^(?:and|unless)$/.test(split.operator) ? undefined : several(split.right, depth + 1));
  const [, name, rest] = /^([A-Za-z_:][\w:]*)\s*([\s\S]*)$/.exec(bare) ?? [];
  if (name === undefined) return undefined;
  const call = name.toLowerCase();
  if (AGGREGATIONS.has(call)) return severalOfAggregation(call, rest);
  if (!rest.startsWith('(')) return OF_EACH_POD.test(name) ? `${name} has a series for each pod` : undefined;
  const inner = splitArguments(rest.slice(1, closing(rest, 0)));
  if (OF_RANGES.test(call)) {
    const subquery = inner.map((each) => /^([\s\S]*)\[[^\]]*:[^\]]*\]$/.exec(each)?.[1]).find((each) => each !== undefined);
    if (subquery !== undefined) return several(subquery, depth + 1);
    // LogQL groups the values of a range itself
    return groupingOf(rest)?.[0] === 'by' ? severalOfAggregation(call, rest) : `${call}() keeps each series`;
  }
  if (call === 'histogram_quantile') return severalOfHistogram(inner[1] ?? '');
  return KEEPING.has(call) ? several(inner.find((each) => !isConstant(each)) ?? '', depth + 1) : undefined;
}

/** Labels of an aggregation, before or behind its argument. */
function groupingOf(rest: string): readonly [word: string, labels: string] | undefined {
  const [, before, first] = /^(by|without)\s*\(([^)]*)\)/i.exec(rest) ?? [];
  if (before !== undefined) return [before.toLowerCase(), first.trim()];
  const end = rest.startsWith('(') ? closing(rest, 0) : rest.length;
  const [, behind, second] = /^\s*(by|without)\s*\(([^)]*)\)/i.exec(rest.slice(end + 1)) ?? [];
  return behind === undefined ? undefined : [behind.toLowerCase(), second.trim()];
}

function severalOfAggregation(call: string, rest: string): string | undefined {
  const grouping = groupingOf(rest);
  if (grouping?.[0] === 'without') return `${call} without (${grouping[1]}) keeps all other labels`;
  // A label with one value in all series makes one element, which only the label of a pod or a partition cannot have.
  const label = grouping && /(?:^|[\s,])(pod|pod_name|instance|partition|container|le|node|topic|queue|status|status_code|code)(?:[\s,]|$)/.exec(grouping[1])?.[1];
  if (label) return `${call} by (${grouping[1]}) has an element for each ${label}`;
  const body = rest.replace(/^(?:by|without)\s*\([^)]*\)\s*/i, '');
  const [count] = splitArguments(body.slice(1, closing(body, 0)));
  if (/^(?:topk|bottomk|limitk)$/.test(call) && Number(count) > 1) return `${call} has ${count} elements`;
  return call === 'count_values' ? 'count_values has an element for each value' : undefined;
}

/** Buckets are summed by le alone. */
function severalOfHistogram(argument: string): string | undefined {
  const [, name, rest] = /^([A-Za-z_:][\w:]*)\s*([\s\S]*)$/.exec(unwrapped(argument)) ?? [];
  if (name === undefined) return undefined;
  if (OF_RANGES.test(name)) return `histogram_quantile() of ${name}() keeps each series`;
  const grouping = name.toLowerCase() === 'sum' ? groupingOf(rest) : undefined;
  return grouping?.[0] === 'by' ? severalOfAggregation('sum', `by (${grouping[1].split(',').map((each) => each.trim()).filter((each) => each !== 'le').join(', ')})(x)`) : undefined;
}

/**
 * Aggregate of an SQL query that is NULL where no row matches; undefined where the query returns a number, or that is
 * unknown.
 */
export function whyNull(query: string): string | undefined {
  const text = query.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').replace(/'(?:[^']|'')*'/g, "''");
  if (/\b(?:coalesce|ifnull|isnull|nvl|case)\b/i.test(text) || /\bgroup\s+by\b/i.test(text)) return undefined;
  const [, call] = /^\s*select\s+(?:all\s+|distinct\s+)?(?:cast\s*\(\s*)?(?:(?:ceil|ceiling|floor|round|abs)\s*\(\s*)?(sum|avg|min|max)\s*\(/i.exec(text) ?? [];
  return call === undefined ? undefined : `${call.toUpperCase()} of no rows`;
}
