import { type Matcher } from './matcher';

/** Result of an expression. */
export type ExpressionType = 'scalar' | 'vector' | 'range' | 'string';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOperator = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOperator = 'and' | 'or' | 'unless';

/** Vector matching of a binary operator. */
export interface Matching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
  /** The side that may have many elements for one of the other, and labels that it takes over from there. */
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

export interface NumberExpression { readonly kind: 'number'; readonly type: 'scalar'; readonly value: number }
export interface StringExpression { readonly kind: 'string'; readonly type: 'string'; readonly value: string }
export interface SelectorExpression {
  readonly kind: 'selector';
  readonly type: 'vector';
  readonly matchers: readonly Matcher[];
  readonly offsetSeconds: number;
}
export interface RangeExpression {
  readonly kind: 'range';
  readonly type: 'range';
  readonly matchers: readonly Matcher[];
  readonly offsetSeconds: number;
  readonly rangeSeconds: number;
}
export interface SubqueryExpression {
  readonly kind: 'subquery';
  readonly type: 'range';
  readonly operand: Expression;
  readonly offsetSeconds: number;
  readonly rangeSeconds: number;
  /** Undefined: the evaluation interval of the server. */
  readonly stepSeconds?: number;
}
export interface NegationExpression { readonly kind: 'negation'; readonly type: 'scalar' | 'vector'; readonly operand: Expression }
export interface CallExpression {
  readonly kind: 'call';
  readonly type: 'scalar' | 'vector';
  readonly name: string;
  readonly args: readonly Expression[];
}
export interface AggregationExpression {
  readonly kind: 'aggregation';
  readonly type: 'vector';
  readonly operator: string;
  readonly operand: Expression;
  readonly parameter?: Expression;
  readonly grouping: { readonly kind: 'by' | 'without'; readonly labels: readonly string[] };
}
export interface ArithmeticExpression {
  readonly kind: 'arithmetic';
  readonly type: 'scalar' | 'vector';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly matching?: Matching;
}
export interface ComparisonExpression {
  readonly kind: 'comparison';
  readonly type: 'scalar' | 'vector';
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
  /** 0 and 1 rather than a filter. */
  readonly bool: boolean;
  readonly matching?: Matching;
}
export interface SetExpression {
  readonly kind: 'set';
  readonly type: 'vector';
  readonly operator: SetOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly matching?: Matching;
}

/** A parsed expression. Parentheses are gone, and each node knows what it evaluates to. */
export type Expression =
  | NumberExpression | StringExpression | SelectorExpression | RangeExpression | SubqueryExpression | NegationExpression | CallExpression
  | AggregationExpression | ArithmeticExpression | ComparisonExpression | SetExpression;
