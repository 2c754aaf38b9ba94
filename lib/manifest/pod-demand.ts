import { Quantity } from '../values/quantity';
import { type Fields, fieldsAt } from '../values/fields';
import { finishingInitContainersOf, type PodTemplate, runningContainersOf } from './pod-template';

/** Amounts by the name of the resource: cpu, memory, nvidia.com/gpu. */
export type Demand = ReadonlyMap<string, Quantity>;

/**
 * Requests of a pod, as the scheduler and a ResourceQuota count it: all containers that run together, or the greatest
 * of those that run before them where that is more, and the overhead of the runtime class. A request that is missing is
 * the limit.
 */
export function podDemandOf(template: PodTemplate): Demand {
  return podTotalOf(template, requestsOf);
}

/**
 * The most that a pod may take of its node, counted in the same way; of what a container has no limit of, nothing is
 * counted.
 */
export function podLimitsOf(template: PodTemplate): Demand {
  return podTotalOf(template, limitsOf);
}

function podTotalOf(template: PodTemplate, amountsOf: (holder: Fields) => Demand): Demand {
  const declared = amountsOf(template.spec);
  const running = runningContainersOf(template).map(amountsOf);
  const before = finishingInitContainersOf(template).map(amountsOf);
  const overhead = quantitiesAt(template.spec, 'overhead');
  const resources = new Set([declared, ...running, ...before, overhead].flatMap((each) => [...each.keys()]));
  return new Map(Array.from(resources, (resource) => {
    const together = declared.get(resource) ?? before.map((each) => each.get(resource) ?? NONE).reduce(greater, sum(running, resource));
    return [resource, together.plus(overhead.get(resource) ?? NONE)];
  }));
}

/** All of several demands. */
export function totalOf(demands: readonly Demand[]): Demand {
  const resources = new Set(demands.flatMap((each) => [...each.keys()]));
  return new Map(Array.from(resources, (resource) => [resource, sum(demands, resource)]));
}

/** So many times a demand. */
export function timesDemand(demand: Demand, factor: number): Demand {
  return new Map(Array.from(demand, ([resource, amount]) => [resource, amount.times(factor)]));
}

const NONE = Quantity.ofNumber(0);

function requestsOf(holder: Fields): Demand {
  return new Map([...quantitiesAt(holder, 'resources', 'limits'), ...quantitiesAt(holder, 'resources', 'requests')]);
}

function limitsOf(holder: Fields): Demand {
  return quantitiesAt(holder, 'resources', 'limits');
}

function quantitiesAt(holder: Fields, ...path: readonly string[]): Demand {
  return new Map(Object.entries(fieldsAt(holder, ...path) ?? {}).flatMap(([resource, value]): [string, Quantity][] => {
    const quantity = Quantity.tryParse(String(value));
    return quantity ? [[resource, quantity]] : [];
  }));
}

function sum(demands: readonly Demand[], resource: string): Quantity {
  return demands.reduce((all, each) => all.plus(each.get(resource) ?? NONE), NONE);
}

function greater(a: Quantity, b: Quantity): Quantity {
  return a.compare(b) < 0 ? b : a;
}
