import { UserError } from '../values/user-error';
import { type Labels } from './labels';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on a label; a label that is not there counts as empty. */
export interface Matcher {
  /** Name of the label. */
  readonly label: string;
  /** Operator of the matcher. */
  readonly operator: MatchOperator;
  /** Value or regular expression. */
  readonly value: string;
  /** Returns true where a label value matches. */
  readonly matches: (value: string) => boolean;
}

export function matcher(label: string, operator: MatchOperator, value: string): Matcher {
  if (operator === '=') return { label, operator, value, matches: (text) => text === value };
  if (operator === '!=') return { label, operator, value, matches: (text) => text !== value };
  const pattern = anchoredPattern(value);
  return { label, operator, value, matches: operator === '=~' ? (text) => pattern.test(text) : (text) => !pattern.test(text) };
}

export function matchesAll(labels: Labels, matchers: readonly Matcher[]): boolean {
  return matchers.every(({ label, matches }) => matches(labels.get(label) ?? ''));
}

/** Syntax of JavaScript's patterns that RE2 lacks: lookaround and back-references. */
const NOT_RE2 = /\(\?<?[=!]|\\[1-9]|\\k</;

/**
 * A pattern as Prometheus reads it: RE2, over the whole text, and the dot takes line breaks too.
 *
 * @throws UserError where Prometheus would refuse it.
 */
export function anchoredPattern(pattern: string): RegExp {
  const ignoresCase = pattern.startsWith('(?i)');
  const body = (ignoresCase ? pattern.slice('(?i)'.length) : pattern).replaceAll('(?P<', '(?<');
  if (NOT_RE2.test(body)) throw new UserError(`pattern '${pattern}' uses lookaround or a backreference, which RE2 does not support; remove it`);
  try {
    return new RegExp(`^(?:${body})$`, ignoresCase ? 'sui' : 'su');
  } catch (error) {
    throw new UserError(`pattern '${pattern}' is not a regular expression: ${(error as Error).message}; correct it`);
  }
}
