import { UserError } from '../../values/user-error';
import { compareUtf8 } from '../../values/utf8';
import { goFloat, goInteger } from '../scaler/go-values';
import { type FormulaNode, formulaTree } from './formula-tree';
import { FormulaTypeError, isFloatable, typeOfFormula } from './formula-types';

/** Value of each trigger by its name; null for a trigger that is left out. */
export type FormulaValues = Readonly<Record<string, number | null>>;

type Value = number | string | boolean | null | readonly Value[];

/**
 * Compiled formula of scalingModifiers. Returns null if only triggers that are left out remain. It throws if a value
 * that it needs is missing.
 */
export type Formula = (values: FormulaValues) => number | null;

/** Error for features of expr-lang that this evaluator does not support. */
class BeyondError extends UserError {}

/** First version of KEDA with expr-lang 1.17, which has if and else. */
const SINCE_IF = 17;
/** First version in which a formula with ?? can evaluate to nil. */
const SINCE_NIL = 20;

/**
 * Parses a formula: numbers, names of triggers, arithmetic, comparisons, and, or, not, ?:, if and else, let, ??,
 * lists and some functions.
 *
 * KEDA supports all of expr-lang. Expressions beyond this subset are refused, and so are expressions that KEDA
 * refuses: it tests a formula with -1 for each trigger.
 *
 * @param names of the triggers.
 * @throws UserError if it is not an expression, uses an unsupported feature, or names no trigger.
 */
export function parseFormula(text: string, names: readonly string[], minor?: number): Formula {
  const { formula, problem } = read(text, names, minor);
  if (problem !== undefined) throw new UserError(`the formula '${text.trim()}' ${problem}`);
  try {
    return formula!();
  } catch (error) {
    throw error instanceof BeyondError ? new UserError(`the formula '${text.trim()}' ${error.message}; ${KNOWN}`) : error;
  }
}

/**
 * Returns the reason for which KEDA refuses a formula, beginning with a verb or a quotation; undefined if KEDA
 * accepts it.
 */
export function formulaProblem(text: string, names: readonly string[], minor: number): string | undefined {
  const { formula, problem } = read(text, names, minor);
  if (problem !== undefined) return problem;
  try {
    formula!();
    return undefined;
  } catch (error) {
    // an unsupported feature may still be valid
    if (error instanceof BeyondError) return undefined;
    throw error;
  }
}

interface ReadFormula {
  readonly problem?: string;
  /** @throws BeyondError for unsupported features. */
  readonly formula?: () => Formula;
}

function read(text: string, names: readonly string[], minor = Infinity): ReadFormula {
  let tree: FormulaNode;
  // Since 2.20 KEDA does not wrap an expression that begins with float( in another float(, whatever its type.
  let isNumber = true;
  try {
    tree = formulaTree(text, minor >= SINCE_IF);
    const type = typeOfFormula(tree, names);
    isNumber = !(minor >= SINCE_NIL && text.startsWith('float(') && !text.includes('??'));
    if (isNumber && !isFloatable(type)) return { problem: `comes to ${type === 'bool' ? 'a condition' : `a ${type}`} and not to a number` };
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `cannot be read: ${error.message}` };
    if (error instanceof FormulaTypeError) return { problem: error.message };
    throw error;
  }
  const tried = trial(tree, text, names, isNumber);
  if (tried instanceof Error && !(tried instanceof BeyondError)) return { problem: `fails with -1 for each trigger, as KEDA tries it: ${tried.message}` };
  return {
    formula: () => {
      if (tried instanceof BeyondError) throw tried;
      return tried as Formula;
    },
  };
}

/** Returns the formula if it can be evaluated with -1 for each trigger; otherwise the error. */
function trial(tree: FormulaNode, text: string, names: readonly string[], isNumber: boolean): Formula | Error {
  try {
    const evaluate = compile(tree);
    const formula = (values: FormulaValues): number | null => {
      const value = evaluate(values as Scope);
      // KEDA converts the result to a float; nil is a valid result only if the formula contains ??.
      return value === null && text.includes('??') ? null : float(value);
    };
    const dummies = Object.fromEntries(names.map((name) => [name, -1]));
    if (isNumber) formula(dummies);
    else evaluate(dummies);
    return formula;
  } catch (error) {
    return error as Error;
  }
}

type Scope = Readonly<Record<string, Value>>;
type Evaluate = (scope: Scope) => Value;

const FUNCTIONS: Readonly<Record<string, (...args: number[]) => number>> = {
  max: Math.max, min: Math.min, abs: Math.abs, ceil: Math.ceil, floor: Math.floor,
  round: (value) => Math.sign(value) * Math.round(Math.abs(value)),
  sum: (...values) => values.reduce((total, value) => total + value, 0),
  mean: (...values) => values.reduce((total, value) => total + value, 0) / values.length,
  median: (...values) => {
    const sorted = [...values].sort((a, b) => a - b);
    return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
  },
};

/** Functions that also accept strings. */
const CONVERSIONS: Readonly<Record<string, (value: Value) => number>> = { float, int, len: length };

const KNOWN = `use names of triggers, numbers, + - * / % ** ^, comparisons, and, or, not, ?:, if and else, let, ??, [lists], ${[...Object.keys(FUNCTIONS), ...Object.keys(CONVERSIONS)].join(', ')}`;

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (a, b) => a + b, '-': (a, b) => a - b, '*': (a, b) => a * b, '/': (a, b) => a / b, '%': remainder, '**': (a, b) => a ** b, '^': (a, b) => a ** b,
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (a, b) => a < b, '<=': (a, b) => a <= b, '>': (a, b) => a > b, '>=': (a, b) => a >= b,
};

function remainder(dividend: number, divisor: number): number {
  if (divisor === 0) throw new Error('integer divide by zero');
  return dividend % divisor;
}

function compile(node: FormulaNode): Evaluate {
  switch (node.kind) {
    case 'string':
      if (node.value.includes('\\')) throw beyond('a text with escapes');
      return () => node.value;
    case 'number':
    case 'boolean': return () => node.value;
    case 'nil': return () => null;
    case 'name': return trigger(node.name);
    case 'unary': return unary(node.operator, compile(node.operand));
    case 'binary': return binary(node.operator, compile(node.left), compile(node.right));
    case 'conditional': {
      const [test, yes, no] = [compile(node.test), compile(node.yes), compile(node.no)];
      return (scope) => (truth(test(scope)) ? yes(scope) : no(scope));
    }
    case 'call': return call(node.name, node.args.map(compile));
    case 'list': {
      const items = node.items.map(compile);
      return (scope) => items.map((item) => item(scope));
    }
    case 'let': {
      const [value, body] = [compile(node.value), compile(node.body)];
      return (scope) => body({ ...scope, [node.name]: value(scope) });
    }
    case 'sequence': return compile(node.nodes.at(-1)!);
    case 'other': throw beyond(node.what);
  }
}

function trigger(name: string): Evaluate {
  return (scope) => {
    const value = Object.hasOwn(scope, name) ? scope[name] : undefined;
    if (value === undefined) throw new Error(`error trying to run custom formula: ${name} has no value`);
    return value;
  };
}

function call(name: string, args: readonly Evaluate[]): Evaluate {
  if (Object.hasOwn(CONVERSIONS, name)) return (scope) => CONVERSIONS[name](args[0](scope));
  if (!Object.hasOwn(FUNCTIONS, name)) throw beyond(`the function ${name}`);
  return (scope) => FUNCTIONS[name](...args.flatMap((argument) => flat(argument(scope))).map(number));
}

function unary(operator: string, operand: Evaluate): Evaluate {
  switch (operator) {
    case '-': return (scope) => -number(operand(scope));
    case '+': return operand;
    default: return (scope) => !truth(operand(scope));
  }
}

function binary(operator: string, left: Evaluate, right: Evaluate): Evaluate {
  switch (operator) {
    case '??': return (scope) => left(scope) ?? right(scope);
    case '&&':
    case 'and': return (scope) => truth(left(scope)) && truth(right(scope));
    case '||':
    case 'or': return (scope) => truth(left(scope)) || truth(right(scope));
    case '==': return (scope) => isEqual(left(scope), right(scope));
    case '!=': return (scope) => !isEqual(left(scope), right(scope));
  }
  const operation = ARITHMETIC[operator] ?? COMPARISONS[operator];
  if (!operation) throw beyond(operator);
  return (scope) => {
    const [one, other] = [left(scope), right(scope)];
    if (typeof one !== 'string' || typeof other !== 'string') return operation(number(one), number(other));
    if (operator === '+') return one + other;
    if (!Object.hasOwn(COMPARISONS, operator)) throw new Error(`error trying to run custom formula: it uses ${operator} on texts`);
    return COMPARISONS[operator](compareUtf8(one, other), 0);
  };
}

/** Compares two values: nil equals only nil, and can be compared with anything. */
function isEqual(left: Value, right: Value): boolean {
  if (left === null || right === null || (typeof left === typeof right && typeof left !== 'object')) return left === right;
  return number(left) === number(right);
}

/** Converts a value to a float, a string as strconv.ParseFloat does. */
function float(value: Value): number {
  return typeof value === 'string' ? converted('float', value, goFloat(value)) : number(value);
}

/** Converts a value to an integer, a string as strconv.Atoi does. */
function int(value: Value): number {
  return typeof value === 'string' ? converted('int', value, goInteger(value, 64)) : Math.trunc(number(value));
}

function converted(name: string, text: string, value: number | undefined): number {
  if (value === undefined) throw new Error(`error trying to run custom formula: ${name} takes no '${text}'; write a number`);
  return value;
}

function length(value: Value): number {
  if (typeof value !== 'string' && !Array.isArray(value)) throw new Error('error trying to run custom formula: len takes a list or a text; give it one');
  return [...value].length;
}

function flat(value: Value): Value[] {
  return Array.isArray(value) ? (value as Value[]).flatMap(flat) : [value];
}

function number(value: Value): number {
  if (typeof value !== 'number') throw new Error(`error trying to run custom formula: it uses ${value === null ? 'nil' : 'something that is no number'} as a number`);
  return value;
}

function truth(value: Value): boolean {
  if (typeof value !== 'boolean') throw new Error('error trying to run custom formula: it uses something that is no condition as one');
  return value;
}

function beyond(what: string): BeyondError {
  return new BeyondError(`uses ${what}, which the simulator does not know`);
}
