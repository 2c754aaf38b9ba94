import { type ArithmeticExpression, type ComparisonExpression, type Expression, type ExpressionType, type SetExpression } from './expression';
import { invalid } from './syntax-error';

const WORDS: Readonly<Record<ExpressionType, string>> = { scalar: 'a number', vector: 'a vector', range: 'a range', string: 'a text' };

/**
 * The type of an expression.
 *
 * @throws UserError where it is none of those that can stand there.
 */
export function requireType<T extends ExpressionType>(expression: Expression, allowed: readonly T[], text: string): T {
  if (!(allowed as readonly ExpressionType[]).includes(expression.type)) {
    throw invalid(text, `expected ${allowed.map((type) => WORDS[type]).join(' or ')}, got ${WORDS[expression.type]}`);
  }
  return expression.type as T;
}

type Untyped = Omit<ArithmeticExpression, 'type'> | Omit<ComparisonExpression, 'type'> | Omit<SetExpression, 'type'>;

/**
 * An operation with the type that its sides give it.
 *
 * @throws UserError where the sides, or the modifiers, do not fit.
 */
export function typed(text: string, operation: Untyped, bool: boolean): Expression {
  const { kind, left, right, operator, matching } = operation;
  const sides = [left, right].map((side) => requireType(side, ['scalar', 'vector'], text));
  const type = sides.every((side) => side === 'scalar') ? 'scalar' : 'vector';
  if (kind === 'set' && sides.includes('scalar')) throw invalid(text, `${operator} takes vectors on both sides; put a number into vector()`);
  if (kind === 'set' && matching?.group) throw invalid(text, `${operator} has neither group_left nor group_right`);
  if (kind !== 'comparison' && bool) throw invalid(text, `bool goes with comparisons, not with ${operator}`);
  if (kind === 'comparison' && type === 'scalar' && !bool) throw invalid(text, 'a comparison of two numbers needs bool');
  if (!matching || !sides.includes('scalar')) return { ...operation, type } as Expression;
  if (matching.labels.length > 0) throw invalid(text, `${matching.kind} takes vectors on both sides`);
  return { ...operation, matching: undefined, type } as Expression;
}
