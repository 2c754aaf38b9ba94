import { type Expression } from 'jsep';
import { UserError } from '../values/user-error';
import { formulaTree } from './formula-syntax';

/** Value of each trigger by its name; null for one that is left out. */
export type FormulaValues = Readonly<Record<string, number | null>>;

type Value = number | boolean | null | readonly Value[];

/** A formula of scalingModifiers, ready to be computed; null where nothing but what is left out is left. It throws where a value that it needs is missing. */
export type Formula = (values: FormulaValues) => number | null;

/**
 * Reads a formula: numbers, names of triggers, + - * / % ** ^, comparisons, and, or, not, ?:, ??, lists, and the functions below. KEDA takes all of
 * expr-lang; what is beyond this part of it is refused, and so is what KEDA refuses: it tries a formula with -1 for each trigger.
 *
 * @param names of the triggers.
 * @throws UserError where it is no expression, uses what is not known here, or names no trigger.
 */
export function parseFormula(text: string, names: readonly string[]): Formula {
  let tree: Expression;
  try {
    tree = formulaTree(text);
  } catch (error) {
    throw new UserError(`the formula '${text}' cannot be read: ${(error as Error).message}; ${KNOWN}`);
  }
  const evaluate = compile(tree, { text, names });
  const formula = (values: FormulaValues): number | null => {
    const value = evaluate(values);
    // KEDA turns what comes out into a float, which nil is only where it is expected.
    return value === null && text.includes('??') ? null : number(value, text);
  };
  try {
    formula(Object.fromEntries(names.map((name) => [name, -1])));
  } catch (error) {
    throw new UserError(`KEDA refuses the formula '${text}', which it tries with -1 for each trigger: ${(error as Error).message}`);
  }
  return formula;
}

type Node = (values: FormulaValues) => Value;

interface Context {
  readonly text: string;
  readonly names: readonly string[];
}

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  max: Math.max, min: Math.min, abs: Math.abs, ceil: Math.ceil, floor: Math.floor,
  round: (value) => Math.sign(value) * Math.round(Math.abs(value)),
  float: (value) => value,
  int: Math.trunc,
  sum: (...values) => values.reduce((total, value) => total + value, 0),
  mean: (...values) => values.reduce((total, value) => total + value, 0) / values.length,
  median: (...values) => {
    const sorted = [...values].sort((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  },
};

const KNOWN = `use names of triggers, numbers, + - * / % ** ^, comparisons, and, or, not, ?:, ??, [lists], ${Object.keys(FUNCTIONS).join(', ')}`;

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => a / b, '%': remainder, '**': (a, b) => a ** b, '^': (a, b) => a ** b,
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
};

function remainder(dividend: number, divisor: number): number {
  if (divisor === 0) throw new Error('error trying to run custom formula: integer divide by zero');
  return dividend % divisor;
}

function compile(tree: Expression, context: Context): Node {
  const part = (key: string): Node => compile(tree[key] as Expression, context);
  switch (tree.type) {
    case 'Literal': return literal(tree.value, context);
    case 'Identifier': return trigger(tree.name as string, context);
    case 'ArrayExpression': return list((tree.elements as Expression[]).map((element) => compile(element, context)));
    case 'CallExpression': return call(tree, context);
    case 'ConditionalExpression': {
      const [test, yes, no] = [part('test'), part('consequent'), part('alternate')];
      return (values) => (truth(test(values), context.text) ? yes(values) : no(values));
    }
    case 'UnaryExpression': return unary(tree.operator as string, part('argument'), context);
    case 'BinaryExpression':
      if (tree.operator === '%' && !(isInteger(tree.left as Expression) && isInteger(tree.right as Expression))) {
        throw new UserError(`the formula '${context.text}' uses % on what is no integer, which triggers are not; turn them into one, as in int(a) % 2`);
      }
      return binary(tree.operator as string, part('left'), part('right'), context);
    default: throw beyond(context, `a ${tree.type === 'Compound' ? 'second expression' : tree.type}`);
  }
}

function literal(value: unknown, context: Context): Node {
  if (typeof value !== 'number' && typeof value !== 'boolean') throw beyond(context, JSON.stringify(value));
  return () => value;
}

function trigger(name: string, context: Context): Node {
  if (name === 'nil') return () => null;
  if (!context.names.includes(name)) {
    throw new UserError(`the formula '${context.text}' names '${name}', which is no trigger; the triggers with names are ${context.names.join(', ') || 'none'}`);
  }
  return (values) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) throw new Error(`error trying to run custom formula: ${name} has no value`);
    return value;
  };
}

function list(elements: readonly Node[]): Node {
  return (values) => elements.map((element) => element(values));
}

function call(tree: Expression, context: Context): Node {
  const name = (tree.callee as Expression).name as string;
  if (!Object.hasOwn(FUNCTIONS, name ?? '')) throw beyond(context, `the function ${name ?? '?'}`);
  const evaluate = list((tree.arguments as Expression[]).map((argument) => compile(argument, context)));
  return (values) => FUNCTIONS[name](...flat(evaluate(values)).map((value) => number(value, context.text)));
}

function unary(operator: string, argument: Node, context: Context): Node {
  switch (operator) {
    case '-': return (values) => -number(argument(values), context.text);
    case '+': return argument;
    case '!':
    case 'not': return (values) => !truth(argument(values), context.text);
    default: throw beyond(context, operator);
  }
}

function binary(operator: string, left: Node, right: Node, context: Context): Node {
  const { text } = context;
  switch (operator) {
    case '??': return (values) => left(values) ?? right(values);
    case '&&':
    case 'and': return (values) => truth(left(values), text) && truth(right(values), text);
    case '||':
    case 'or': return (values) => truth(left(values), text) || truth(right(values), text);
    case '==': return (values) => isEqual(left(values), right(values), text);
    case '!=': return (values) => !isEqual(left(values), right(values), text);
  }
  const operation = ARITHMETIC[operator] ?? COMPARISONS[operator];
  if (!operation) throw beyond(context, operator);
  return (values) => operation(number(left(values), text), number(right(values), text));
}

/** Whether expr-lang takes it for an integer before it knows any value. */
function isInteger(tree: Expression): boolean {
  const parts = (...keys: string[]): boolean => keys.every((key) => isInteger(tree[key] as Expression));
  switch (tree.type) {
    case 'Literal': return /^\d+$/.test(String(tree.raw));
    case 'UnaryExpression': return parts('argument');
    case 'BinaryExpression': return ['+', '-', '*', '%'].includes(tree.operator as string) && parts('left', 'right');
    case 'ConditionalExpression': return parts('consequent', 'alternate');
    case 'CallExpression': {
      const { name } = tree.callee as Expression;
      return name === 'int' || (['abs', 'max', 'min'].includes(name as string) && (tree.arguments as Expression[]).every(isInteger));
    }
    default: return false;
  }
}

/** Nil is equal to nil alone, and may be compared with anything. */
function isEqual(left: Value, right: Value, text: string): boolean {
  if (left === null || right === null || (typeof left === 'boolean' && typeof right === 'boolean')) return left === right;
  return number(left, text) === number(right, text);
}

function flat(value: Value): Value[] {
  return Array.isArray(value) ? (value as Value[]).flatMap(flat) : [value];
}

function number(value: Value, text: string): number {
  if (typeof value !== 'number') throw new Error(`error trying to run custom formula: ${text} uses ${value === null ? 'nil' : 'something that is no number'} as a number`);
  return value;
}

function truth(value: Value, text: string): boolean {
  if (typeof value !== 'boolean') throw new Error(`error trying to run custom formula: ${text} uses something that is no condition as one`);
  return value;
}

function beyond({ text }: Context, what: string): UserError {
  return new UserError(`the formula '${text}' uses ${what}, which the simulator does not know; ${KNOWN}`);
}
