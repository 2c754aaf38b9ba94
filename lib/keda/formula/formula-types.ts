import { type FormulaNode } from './formula-tree';

/** Static type of an expression in expr-lang: 'any' if it is unknown. */
type Type = 'int' | 'float' | 'bool' | 'string' | 'nil' | 'any' | 'list' | `list of ${'int' | 'float' | 'bool' | 'string'}`;

/** Functions of expr-lang whose result type is not evaluated. */
const OTHERS: ReadonlySet<string> = new Set([
  'all', 'none', 'any', 'one', 'filter', 'map', 'find', 'findIndex', 'findLast', 'findLastIndex', 'count', 'groupBy', 'sortBy', 'reduce', 'type', 'string', 'trim',
  'trimPrefix', 'trimSuffix', 'upper', 'lower', 'split', 'splitAfter', 'replace', 'repeat', 'join', 'indexOf', 'lastIndexOf', 'hasPrefix', 'hasSuffix', 'toJSON',
  'fromJSON', 'toBase64', 'fromBase64', 'now', 'duration', 'date', 'timezone', 'first', 'last', 'get', 'take', 'keys', 'values', 'toPairs', 'fromPairs', 'reverse',
  'uniq', 'concat', 'flatten', 'sort', 'bitand', 'bitor', 'bitxor', 'bitnand', 'bitnot', 'bitshl', 'bitshr', 'bitushr',
]);

/** Name or type that expr-lang refuses. */
export class FormulaTypeError extends Error {}

const isNumber = (type: Type): boolean => type === 'int' || type === 'float';
const isList = (type: Type): boolean => type.startsWith('list');

/**
 * Returns the result type of a formula.
 *
 * @param names of the triggers.
 * @throws FormulaTypeError if expr-lang refuses it.
 */
export function typeOfFormula(node: FormulaNode, names: readonly string[]): string {
  return typeOf(node, new Map(names.map((name): [string, Type] => [name, 'float'])));
}

/** Returns whether a type can be converted to a float. */
export function isFloatable(type: string): boolean {
  return ['int', 'float', 'string', 'any'].includes(type);
}

function typeOf(node: FormulaNode, scope: ReadonlyMap<string, Type>): Type {
  switch (node.kind) {
    case 'number': return node.isInteger ? 'int' : 'float';
    case 'string': return 'string';
    case 'boolean': return 'bool';
    case 'nil': return 'nil';
    case 'name': return nameType(node.name, scope);
    case 'unary': return unaryType(node.operator, typeOf(node.operand, scope));
    case 'binary': return binaryType(node.operator, typeOf(node.left, scope), typeOf(node.right, scope));
    case 'conditional': return conditionalType(typeOf(node.test, scope), typeOf(node.yes, scope), typeOf(node.no, scope));
    case 'call': return callType(node.name, node.args.map((arg) => typeOf(arg, scope)), scope);
    case 'list': return listType(node.items.map((item) => typeOf(item, scope)));
    case 'let':
      if (scope.has(node.name) || OTHERS.has(node.name) || Object.hasOwn(FUNCTIONS, node.name)) throw new FormulaTypeError(`declares ${node.name}, a name that is taken; use another`);
      return typeOf(node.body, new Map([...scope, [node.name, typeOf(node.value, scope)]]));
    case 'sequence': return node.nodes.map((each) => typeOf(each, scope)).at(-1)!;
    case 'other': {
      // a predicate defines additional names
      if (node.what !== 'a predicate') node.parts.forEach((part) => typeOf(part, scope));
      return 'any';
    }
  }
}

function nameType(name: string, scope: ReadonlyMap<string, Type>): Type {
  const type = scope.get(name);
  if (type === undefined && name !== '$env' && !OTHERS.has(name) && !Object.hasOwn(FUNCTIONS, name)) {
    const names = [...scope.keys()];
    throw new FormulaTypeError(`names '${name}', which is no trigger; the triggers with names are ${names.join(', ') || 'none'}`);
  }
  return type ?? 'any';
}

function unaryType(operator: string, type: Type): Type {
  if (operator === 'not' || operator === '!') {
    if (type === 'bool' || type === 'any') return 'bool';
  } else if (isNumber(type) || type === 'any') return type;
  throw new FormulaTypeError(`uses ${operator} on ${describe(type)}`);
}

function binaryType(operator: string, left: Type, right: Type): Type {
  const either = (fits: (type: Type) => boolean): boolean => (fits(left) || left === 'any') && (fits(right) || right === 'any');
  const known = left !== 'any' && right !== 'any';
  switch (operator) {
    case '==':
    case '!=':
      if (!known || left === right || left === 'nil' || right === 'nil' || (isNumber(left) && isNumber(right)) || (isList(left) && isList(right))) return 'bool';
      break;
    case 'and':
    case '&&':
    case 'or':
    case '||':
      if (either((type) => type === 'bool')) return 'bool';
      break;
    case '<':
    case '>':
    case '<=':
    case '>=':
      if (either(isNumber) || either((type) => type === 'string')) return 'bool';
      break;
    case '+':
      if (either((type) => type === 'string') && known) return 'string';
      if (either(isNumber) || either((type) => type === 'string')) return known ? promoted(left, right) : 'any';
      break;
    case '-':
    case '*':
      if (either(isNumber)) return known ? promoted(left, right) : 'any';
      break;
    case '/':
    case '**':
    case '^':
      if (either(isNumber)) return 'float';
      break;
    case '%':
      if (either((type) => type === 'int')) return 'int';
      if (known && isNumber(left) && isNumber(right)) throw new FormulaTypeError('uses % on what is not an integer, which triggers are not; turn them into one, as in int(a) % 2');
      break;
    case '..':
      if (either((type) => type === 'int')) return 'list of int';
      break;
    case '??':
      // the left operand has a value when KEDA tests the formula
      return left === 'nil' ? right : left;
    case 'in':
      if (isList(right) || right === 'any') return 'bool';
      break;
    default:
      if (either((type) => type === 'string')) return 'bool';
  }
  throw new FormulaTypeError(`uses ${operator} on ${describe(left)} and ${describe(right)}`);
}

function promoted(left: Type, right: Type): Type {
  return left === 'float' || right === 'float' ? 'float' : 'int';
}

function conditionalType(test: Type, yes: Type, no: Type): Type {
  if (test !== 'bool' && test !== 'any') throw new FormulaTypeError(`takes ${describe(test)} for a condition; compare it, as in a > 0`);
  if (yes === 'nil') return no;
  return no === 'nil' || yes === no ? yes : 'any';
}

function listType(items: readonly Type[]): Type {
  const [first] = items;
  return ['int', 'float', 'bool', 'string'].includes(first) && items.every((item) => item === first) ? `list of ${first as 'int'}` : 'list';
}

type Signature = (args: readonly Type[], name: string) => Type;

const one = (fits: (type: Type) => boolean, result: (type: Type) => Type): Signature => ([argument, ...more], name) => {
  if (argument === undefined || more.length > 0) throw new FormulaTypeError(`gives ${name} ${argument === undefined ? 0 : more.length + 1} values; give it one`);
  if (argument !== 'any' && !fits(argument)) throw new FormulaTypeError(`gives ${name} ${describe(argument)}`);
  return result(argument);
};

const some = (result: (args: readonly Type[]) => Type): Signature => (args, name) => {
  if (args.length === 0) throw new FormulaTypeError(`gives ${name} no values`);
  for (const type of args) {
    if (type === 'any' || isList(type)) return 'any';
    if (!isNumber(type)) throw new FormulaTypeError(`gives ${name} ${describe(type)}`);
  }
  return result(args);
};

const FUNCTIONS: Readonly<Record<string, Signature>> = {
  abs: one(isNumber, (type) => type),
  ceil: one(isNumber, () => 'float'), floor: one(isNumber, () => 'float'), round: one(isNumber, () => 'float'),
  int: one((type) => isNumber(type) || type === 'string', () => 'int'),
  float: one((type) => isNumber(type) || type === 'string', () => 'float'),
  len: one((type) => isList(type) || type === 'string', () => 'int'),
  max: some(([first]) => first), min: some(([first]) => first), mean: some(([first]) => first), median: some(([first]) => first),
  sum: ([list], name) => {
    if (list === undefined || (list !== 'any' && !isList(list))) throw new FormulaTypeError(`gives ${name} ${list === undefined ? 'no values' : describe(list)}; give it a list, as in sum([a, b])`);
    return list.startsWith('list of ') ? list.slice('list of '.length) as Type : 'any';
  },
};

function callType(name: string, args: readonly Type[], scope: ReadonlyMap<string, Type>): Type {
  if (scope.has(name)) throw new FormulaTypeError(`calls ${name}, which is a trigger and no function`);
  if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name](args, name);
  if (OTHERS.has(name)) return 'any';
  throw new FormulaTypeError(`calls ${name}, which is no function`);
}

const PLAIN: Readonly<Record<string, string>> = { int: 'an integer', float: 'a number', bool: 'a condition', string: 'a text', nil: 'nil' };

function describe(type: Type): string {
  return PLAIN[type] ?? 'a list';
}
