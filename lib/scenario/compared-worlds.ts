import { type ServiceModel, type World } from '../simulator/world/world';
import { buildWorld, type WorldInput, type WorldVariant } from './build-world';

/**
 * Builds the worlds of policies that are compared. A workload whose service is assumed serves alike in all of them,
 * whatever their order: as a language model where one policy's metrics or arguments speak of one, else as sized by the
 * least CPU that a policy requests.
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

/** Text that is equal for equal models; it distinguishes Infinity from null. */
function keyOf(service: ServiceModel): string {
  return JSON.stringify(service, (_, value: unknown) => (value === Infinity ? 'Infinity' : value));
}
