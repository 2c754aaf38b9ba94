import { type Summary } from './summary';

/** Cost of a run, for comparisons of policies. */
export interface Price {
  readonly value: number;
  /** Unit: 'cost' if pods or nodes have a price, otherwise 'replica-hours'. */
  readonly unit: 'cost' | 'replica-hours';
}

/** Returns the cost of nodes if they have a price, otherwise that of pods, otherwise replica-hours. */
export function priceOf({ workloads, nodePools }: Pick<Summary, 'workloads' | 'nodePools'>): Price {
  const nodes = sumOf(nodePools.map(({ cost }) => cost));
  if (nodes > 0) return { value: nodes, unit: 'cost' };
  const pods = sumOf(workloads.map(({ cost }) => cost));
  return pods > 0 ? { value: pods, unit: 'cost' } : { value: sumOf(workloads.map(({ replicaHours }) => replicaHours)), unit: 'replica-hours' };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
