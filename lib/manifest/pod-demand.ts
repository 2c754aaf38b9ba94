import { Quantity } from '../values/quantity';
import { type Fields, fieldsAt } from '../values/fields';
import { finishingInitContainersOf, type PodTemplate, runningContainersOf } from './pod-template';

/** Quantities by resource name: cpu, memory, nvidia.com/gpu. */
export type Demand = ReadonlyMap<string, Quantity>;

/**
 * Returns the effective requests of a pod, as the scheduler and a ResourceQuota count them: the sum of all containers
 * that run together, or the maximum of the init containers before them if it is larger, plus the overhead of the
 * RuntimeClass. A missing request equals the limit.
 */
export function podDemandOf(template: PodTemplate): Demand {
  return podTotalOf(template, requestsOf);
}

/** Returns the effective limits of a pod, counted in the same way; a container without a limit counts as zero. */
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

/** Returns the sum of several demands. */
export function totalOf(demands: readonly Demand[]): Demand {
  const resources = new Set(demands.flatMap((each) => [...each.keys()]));
  return new Map(Array.from(resources, (resource) => [resource, sum(demands, resource)]));
}

/** Returns a multiple of a demand. */
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
