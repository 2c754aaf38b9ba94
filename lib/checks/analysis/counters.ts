import { masked, splitOperator, unwrapped, isConstant } from './query-shape';

/** Names of series that are counters, by the conventions of Prometheus or by their exporters. */
const COUNTER = /_total$|_bucket$|_(?:seconds|milliseconds|ms|bytes|duration|latency)_(?:count|sum)$|^nginx_ingress_controller_requests$|^envoy_(?:cluster|http)_\w*_rq(?:_xx)?$/;
/** Words of names that end in _total and hold a level. */
const LEVEL = /queue|backlog|pending|waiting|depth|active|current|in_?flight|in_?progress|lag|connections|sessions|running|inventory|capacity|memory|size|replicas|pods|nodes/i;
/** Functions of a range, and those that count series or read their time. */
const TAMED = /^(?:\w*rate|increase|\w*delta|deriv|changes|resets|predict_linear|\w+_over_time|count|group|absent\w*|timestamp|count_values)$/i;

/**
 * Counter that a query reads as it is, without rate() or increase(), so that its value only grows; undefined where it
 * reads none, or where counters are compared with each other.
 */
export function rawCounterIn(query: string): string | undefined {
  const text = unwrapped(masked(query).replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/gi, (match) => ' '.repeat(match.length)).trim());
  if (isCompared(text)) return undefined;
  for (const match of text.matchAll(/[A-Za-z_:][\w:]*/g)) {
    const [name] = match;
    if (!COUNTER.test(name) || LEVEL.test(name)) continue;
    const before = text.slice(0, match.index);
    if (isWithin(before, '{', '}') || isWithin(before, '[', ']')) continue;
    const behind = text.slice(match.index + name.length).replace(/^\s*\{[^{}]*\}/, '').trimStart();
    if (behind.startsWith('[') || behind.startsWith('(') || callsAround(before).some((call) => TAMED.test(call))) continue;
    return name;
  }
  return undefined;
}

/** A difference of counters, such as started minus finished, falls; their quotient is an average since the start. */
function isCompared(text: string): boolean {
  const split = splitOperator(text);
  if (!split) return false;
  const { operator, left, right } = split;
  if ((operator === '-' || operator === '/') && !isConstant(left) && !isConstant(right)) return true;
  return isCompared(unwrapped(left)) || isCompared(unwrapped(right));
}

function isWithin(before: string, opening: string, closing: string): boolean {
  return before.lastIndexOf(opening) > before.lastIndexOf(closing);
}

/** Functions whose parentheses are open at the end of a text. */
function callsAround(before: string): string[] {
  const calls: string[] = [];
  for (const [token] of before.matchAll(/[A-Za-z_:][\w:]*\s*\(|\(|\)/g)) {
    if (token === ')') calls.pop();
    else calls.push(token.slice(0, -1).trim());
  }
  return calls;
}
