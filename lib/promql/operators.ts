import { UserError } from '../values/user-error';
import { type ArithmeticOperator, type ComparisonOperator, type Matching, type SetOperator } from './expression';
import { drop, dropName, formatLabels, keep, type Labels, signatureOf, withLabel } from './labels';
import { power } from './math-functions';
import { distinct, type Element, mapValues, type Vector } from './value';

export const ARITHMETIC: Readonly<Record<ArithmeticOperator, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': power,
};

export const COMPARISON: Readonly<Record<ComparisonOperator, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '<': (a, b) => a < b,
  '>=': (a, b) => a >= b,
  '<=': (a, b) => a <= b,
};

export const SET_OPERATORS: readonly SetOperator[] = ['and', 'or', 'unless'];

/** Result of an operator on two numbers; undefined drops the element. */
type Operation = (left: number, right: number) => number | undefined;

/** Arithmetic of a vector and a number, on either side. */
export function withScalar(vector: Vector, operation: (value: number) => number): Vector {
  return mapValues(vector, ({ value }) => operation(value));
}

/** A comparison of a vector with a number: elements pass, or become 0 and 1. */
export function compareWithScalar(vector: Vector, holds: (value: number) => boolean, bool: boolean): Vector {
  return bool ? mapValues(vector, ({ value }) => Number(holds(value))) : vector.filter(({ value }) => holds(value));
}

/**
 * Finds for each element of one side that of the other. Names go where a new number comes out, and stay where elements
 * only pass.
 */
export function combine(left: Vector, right: Vector, operation: Operation, { matching, keepsName }: { matching?: Matching; keepsName: boolean }): Vector {
  const manyIsRight = matching?.group?.side === 'right';
  const [many, one] = manyIsRight ? [right, left] : [left, right];
  // As Prometheus does, before it looks for elements that match several.
  if (many.length === 0 || one.length === 0) return [];
  const ones = indexOnes(one, matching);
  const used = new Set<string>();
  const result: Element[] = [];
  for (const element of many) {
    const signature = matchSignature(element.labels, matching);
    const partner = ones.get(signature);
    if (!partner) continue;
    const value = manyIsRight ? operation(partner.value, element.value) : operation(element.value, partner.value);
    if (value === undefined) continue;
    if (!matching?.group) {
      if (used.has(signature)) throw ambiguous('left', element.labels, 'group_left');
      used.add(signature);
    }
    result.push({ labels: resultLabels(element.labels, partner.labels, matching, keepsName), value });
  }
  return distinct(result);
}

export function combineSets(left: Vector, right: Vector, operator: SetOperator, matching?: Matching): Vector {
  const signatures = (vector: Vector): Set<string> => new Set(vector.map(({ labels }) => matchSignature(labels, matching)));
  if (operator === 'or') {
    const known = signatures(left);
    return distinct([...left, ...right.filter(({ labels }) => !known.has(matchSignature(labels, matching)))]);
  }
  const others = signatures(right);
  return left.filter(({ labels }) => others.has(matchSignature(labels, matching)) === (operator === 'and'));
}

function indexOnes(vector: Vector, matching: Matching | undefined): Map<string, Element> {
  const index = new Map<string, Element>();
  for (const element of vector) {
    const signature = matchSignature(element.labels, matching);
    if (index.has(signature)) throw ambiguous(matching?.group?.side === 'right' ? 'left' : 'right', element.labels, 'group_left or group_right');
    index.set(signature, element);
  }
  return index;
}

function ambiguous(side: string, labels: Labels, remedy: string): UserError {
  return new UserError(`more than one element on the ${side} matches ${formatLabels(labels)}; match on more labels, or use ${remedy}`);
}

function matchSignature(labels: Labels, matching: Matching | undefined): string {
  if (!matching) return signatureOf(dropName(labels));
  return signatureOf(matching.kind === 'on' ? keep(labels, matching.labels) : dropName(drop(labels, matching.labels)));
}

/** Source: resultMetric in promql/engine.go. */
function resultLabels(many: Labels, one: Labels, matching: Matching | undefined, keepsName: boolean): Labels {
  let labels = keepsName ? many : dropName(many);
  if (matching && !matching.group) labels = matching.kind === 'on' ? keep(labels, matching.labels) : drop(labels, matching.labels);
  for (const name of matching?.group?.include ?? []) labels = withLabel(labels, name, one.get(name) ?? '');
  return labels;
}
