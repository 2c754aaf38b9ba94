import { type AggregationExpression } from './expression';
import { drop, dropName, keep, type Labels, signatureOf } from './labels';
import { quantileOf, sum, variance } from './statistics';
import { type Vector } from './value';

/** Aggregations that make one number of a group. */
const OF_VALUES: Readonly<Record<string, (values: readonly number[], parameter: number) => number>> = {
  sum,
  avg: (values) => sum(values) / values.length,
  count: (values) => values.length,
  group: () => 1,
  min: (values) => values.reduce((least, value) => Number.isNaN(least) || value < least ? value : least),
  max: (values) => values.reduce((most, value) => Number.isNaN(most) || value > most ? value : most),
  stddev: (values) => Math.sqrt(variance(values)),
  stdvar: variance,
  quantile: quantileOf,
};

/** Aggregations that choose elements of a group: the order in which they are wanted. */
const CHOOSING: Readonly<Record<string, (a: number, b: number) => number>> = {
  topk: (a, b) => nanLast(a, b) || b - a,
  bottomk: (a, b) => nanLast(a, b) || a - b,
};

const WITH_PARAMETER = ['quantile', 'topk', 'bottomk'];

/** The aggregations that are simulated. */
export const AGGREGATIONS: readonly string[] = [...Object.keys(OF_VALUES), ...Object.keys(CHOOSING)];

export function takesParameter(aggregation: string): boolean {
  return WITH_PARAMETER.includes(aggregation);
}

export function aggregate({ operator, grouping }: AggregationExpression, vector: Vector, parameter: number): Vector {
  const groups = new Map<string, { readonly labels: Labels; readonly elements: Array<Vector[number]> }>();
  for (const element of vector) {
    const labels = grouping.kind === 'by' ? keep(element.labels, grouping.labels) : dropName(drop(element.labels, grouping.labels));
    const signature = signatureOf(labels);
    const group = groups.get(signature) ?? { labels, elements: [] };
    groups.set(signature, group);
    group.elements.push(element);
  }
  return [...groups.values()].flatMap(({ labels, elements }) => Object.hasOwn(CHOOSING, operator)
    ? [...elements].sort((a, b) => CHOOSING[operator](a.value, b.value)).slice(0, Math.max(0, Math.trunc(parameter)))
    : [{ labels, value: OF_VALUES[operator](elements.map(({ value }) => value), parameter) }]);
}

function nanLast(a: number, b: number): number {
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
