import { type SyntaxNode } from '@lezer/common';
import { AGGREGATIONS, takesParameter } from './aggregations';
import {
  type AggregationExpression, type ArithmeticOperator, type CallExpression, type ComparisonOperator, type Expression, type Matching, type SetOperator,
} from './expression';
import { FUNCTIONS } from './functions';
import { METRIC_NAME } from './labels';
import { durationSeconds, numberOf, unquote } from './literals';
import { matcher, type Matcher, type MatchOperator } from './matcher';
import { ARITHMETIC, COMPARISON, SET_OPERATORS } from './operators';
import { beyond, invalid } from './syntax-error';
import { childrenOf, syntaxTree } from './syntax-tree';
import { requireType, typed } from './types';

/**
 * Parses an expression of the subset of PromQL that is simulated.
 *
 * @throws UserError that names what Prometheus would refuse, or what it has and the simulator has not.
 */
export function parse(text: string): Expression {
  const tree = syntaxTree(text);
  return new Reader(tree.text).expression(childrenOf(tree.top)[0]);
}

class Reader {
  public constructor(private readonly text: string) {}

  public expression(node: SyntaxNode): Expression {
    const children = childrenOf(node);
    switch (node.name) {
      case 'ParenExpr': return this.expression(children[0]);
      case 'NumberDurationLiteral': return { kind: 'number', type: 'scalar', value: this.number(node) };
      case 'StringLiteral': return { kind: 'string', type: 'string', value: unquote(this.of(node)) };
      case 'UnaryExpr': return this.signed(node, this.expression(children[1]));
      case 'VectorSelector': return { kind: 'selector', type: 'vector', matchers: this.matchers(node), offsetSeconds: 0 };
      case 'MatrixSelector': return this.range(node);
      case 'OffsetExpr': return this.offset(node);
      case 'FunctionCall': return this.call(node);
      case 'AggregateExpr': return this.aggregation(node);
      case 'BinaryExpr': return this.binary(node);
      case 'SubqueryExpr': return this.subquery(node);
      case 'StepInvariantExpr': throw beyond(this.of(node), 'the modifier @');
      default: throw beyond(this.of(node), `the modifier ${this.of(children[children.length - 1])}`);
    }
  }

  private of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  private number(node: SyntaxNode): number {
    const value = numberOf(this.of(node).replace(/\s+/g, ''));
    if (value === undefined) throw beyond(this.of(node), 'a duration in place of a number');
    return value;
  }

  private duration(node: SyntaxNode, sign = 1): number {
    const [first, second] = childrenOf(node);
    if (first?.name === 'UnaryOp') return this.duration(second, this.of(first) === '-' ? -sign : sign);
    const seconds = durationSeconds(this.of(node));
    if (seconds === undefined) throw beyond(this.of(node), 'a duration that is computed');
    return sign * seconds;
  }

  private signed(node: SyntaxNode, operand: Expression): Expression {
    const type = requireType(operand, ['scalar', 'vector'], this.of(node));
    return this.of(childrenOf(node)[0]) === '-' ? { kind: 'negation', type, operand } : operand;
  }

  private matchers(node: SyntaxNode): Matcher[] {
    const matchers = childrenOf(node).flatMap((part) => part.name === 'Identifier'
      ? [matcher(METRIC_NAME, '=', this.of(part))]
      : childrenOf(part).map((each) => this.matcher(each)));
    if (matchers.filter(({ label, operator }) => label === METRIC_NAME && operator === '=').length > 1) throw invalid(this.of(node), 'it names the metric twice');
    if (matchers.every(({ matches }) => matches(''))) throw invalid(this.of(node), 'a selector needs a name, or one matcher that does not match the empty text');
    return matchers;
  }

  private matcher(node: SyntaxNode): Matcher {
    if (node.name === 'QuotedLabelName' || node.name === 'QuotedLabelMatcher') throw beyond(this.of(node), 'a name in quotes');
    const [label, operator, value] = childrenOf(node);
    return matcher(this.of(label), this.of(operator) as MatchOperator, unquote(this.of(value)));
  }

  private range(node: SyntaxNode): Expression {
    const [selector, duration] = childrenOf(node);
    if (selector.name !== 'VectorSelector') throw invalid(this.of(node), 'a range follows a selector, without parentheses or an offset between them');
    const rangeSeconds = this.duration(duration);
    if (rangeSeconds <= 0) throw invalid(this.of(node), 'a range is longer than 0');
    return { kind: 'range', type: 'range', matchers: this.matchers(selector), offsetSeconds: 0, rangeSeconds };
  }

  private subquery(node: SyntaxNode): Expression {
    const [inner, range, step] = childrenOf(node);
    const operand = this.expression(inner);
    requireType(operand, ['vector'], this.of(node));
    const rangeSeconds = this.duration(range);
    const stepSeconds = step && this.duration(step);
    if (rangeSeconds <= 0 || (stepSeconds !== undefined && stepSeconds <= 0)) throw invalid(this.of(node), 'a range and its step are longer than 0');
    return { kind: 'subquery', type: 'range', operand, offsetSeconds: 0, rangeSeconds, ...(stepSeconds !== undefined && { stepSeconds }) };
  }

  private offset(node: SyntaxNode): Expression {
    const [selected, , duration] = childrenOf(node);
    const expression = selected.name === 'ParenExpr' ? undefined : this.expression(selected);
    if (expression?.kind !== 'selector' && expression?.kind !== 'range' && expression?.kind !== 'subquery') {
      throw invalid(this.of(node), 'an offset follows a selector, a range or a subquery');
    }
    if (selected.name === 'OffsetExpr') throw invalid(this.of(node), 'it has two offsets');
    return { ...expression, offsetSeconds: this.duration(duration) };
  }

  private call(node: SyntaxNode): CallExpression {
    const [nameNode, body] = childrenOf(node);
    const name = this.of(nameNode);
    if (!Object.hasOwn(FUNCTIONS, name)) throw beyond(this.of(node), `the function ${name}`);
    const { parameters, optional = 0, variadic = false, returns } = FUNCTIONS[name];
    const args = childrenOf(body).map((argument) => this.expression(argument));
    if (args.length < parameters.length - optional || (!variadic && args.length > parameters.length)) {
      throw invalid(this.of(node), `${name} takes ${optional > 0 ? `${parameters.length - optional} to ${variadic ? 'any number of' : parameters.length}` : parameters.length} arguments, not ${args.length}`);
    }
    args.forEach((argument, i) => requireType(argument, [parameters[Math.min(i, parameters.length - 1)]], this.of(node)));
    return { kind: 'call', type: returns, name, args };
  }

  private aggregation(node: SyntaxNode): AggregationExpression {
    const parts = childrenOf(node);
    const operator = this.of(parts[0]);
    if (!AGGREGATIONS.includes(operator)) throw beyond(this.of(node), `the aggregation ${operator}`);
    const modifier = parts.find(({ name }) => name === 'AggregateModifier');
    const [by, labels] = modifier ? childrenOf(modifier) : [];
    const args = childrenOf(parts.find(({ name }) => name === 'FunctionCallBody')!).map((argument) => this.expression(argument));
    const operand = args.pop();
    const parameter = args.pop();
    if (!operand || args.length > 0 || Boolean(parameter) !== takesParameter(operator)) {
      throw invalid(this.of(node), `${operator} takes ${takesParameter(operator) ? 'a number and a vector' : 'one vector'}`);
    }
    requireType(operand, ['vector'], this.of(node));
    if (parameter) requireType(parameter, ['scalar'], this.of(node));
    const grouping = { kind: by?.name === 'Without' ? 'without' as const : 'by' as const, labels: labels ? this.labels(labels) : [] };
    return { kind: 'aggregation', type: 'vector', operator, operand, ...(parameter && { parameter }), grouping };
  }

  private labels(node: SyntaxNode): string[] {
    return childrenOf(node).map((label) => {
      if (label.name !== 'LabelName') throw beyond(this.of(label), 'a name in quotes');
      return this.of(label);
    });
  }

  private binary(node: SyntaxNode): Expression {
    const [leftNode, operatorNode, ...rest] = childrenOf(node);
    const operator = this.of(operatorNode).toLowerCase();
    const modifiers = rest.slice(0, -1);
    if (modifiers.some(({ name }) => name === 'FillModifier')) throw beyond(this.of(node), 'the modifier fill');
    // the grammar reads -1 ^ 2 as (-1) ^ 2; Prometheus as -(1 ^ 2)
    if (operator === '^' && leftNode.name === 'NumberDurationLiteral' && /^[+-]/.test(this.of(leftNode))) {
      throw beyond(this.of(node), 'a power of a number with a sign');
    }
    const left = this.expression(leftNode);
    const right = this.expression(rest[rest.length - 1]);
    const bool = modifiers.some(({ name }) => name === 'BoolModifier');
    const clause = modifiers.find(({ name }) => name === 'MatchingModifierClause');
    const sides = { left, right, ...(clause && { matching: this.matching(clause) }) };
    if (Object.hasOwn(ARITHMETIC, operator)) return typed(this.of(node), { kind: 'arithmetic', operator: operator as ArithmeticOperator, ...sides }, bool);
    if (Object.hasOwn(COMPARISON, operator)) return typed(this.of(node), { kind: 'comparison', operator: operator as ComparisonOperator, bool, ...sides }, bool);
    if (!SET_OPERATORS.includes(operator as SetOperator)) throw beyond(this.of(node), `the operator ${operator}`);
    return typed(this.of(node), { kind: 'set', operator: operator as SetOperator, ...sides }, bool);
  }

  private matching(node: SyntaxNode): Matching {
    const [kind, labels, group, include] = childrenOf(node);
    return {
      kind: kind.name === 'On' ? 'on' : 'ignoring',
      labels: this.labels(labels),
      ...(group && { group: { side: group.name === 'GroupLeft' ? 'left' as const : 'right' as const, include: include ? this.labels(include) : [] } }),
    };
  }
}
