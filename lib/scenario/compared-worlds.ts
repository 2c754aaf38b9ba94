import { type ServiceModel, type World } from '../simulator/world/world';
import { buildWorld, type WorldInput, type WorldVariant } from './build-world';

/**
 * Builds the simulated clusters of compared policies. A workload with an assumed service has the same service model in
 * all of them, whatever their order: a language model if the metrics or arguments of any policy indicate one, otherwise
 * sized by the lowest CPU request among the policies.
 */
export function buildComparedWorlds(inputs: readonly WorldInput[], variant: WorldVariant = {}): World[] {
  const worlds = inputs.map((input) => buildWorld(input, variant));
  const services = sharedServices(worlds);
  return worlds.map((world, i) => {
    const differs = world.workloads.some(({ id, service, serviceState }) => serviceState === 'assumed' && keyOf(service) !== keyOf(services.get(id)!));
    return differs ? buildWorld({ ...inputs[i], assumedServices: services }, variant) : world;
  });
}

function sharedServices(worlds: readonly World[]): ReadonlyMap<string, ServiceModel> {
  const shared = new Map<string, ServiceModel>();
  for (const { id, service, serviceState } of worlds.flatMap(({ workloads }) => workloads)) {
    if (serviceState !== 'assumed') continue;
    const other = shared.get(id);
    if (!other || precedes(service, other)) shared.set(id, service);
  }
  return shared;
}

function precedes(one: ServiceModel, other: ServiceModel): boolean {
  if (one.kind !== other.kind) return one.kind === 'tokens';
  if (one.kind === 'slots' && other.kind === 'slots' && one.cpuSecondsPerRequest !== other.cpuSecondsPerRequest) {
    return one.cpuSecondsPerRequest < other.cpuSecondsPerRequest;
  }
  return keyOf(one) < keyOf(other);
}

/** Returns a key that is equal for equal models; it distinguishes Infinity from null. */
function keyOf(service: ServiceModel): string {
  return JSON.stringify(service, (_, value: unknown) => (value === Infinity ? 'Infinity' : value));
}
