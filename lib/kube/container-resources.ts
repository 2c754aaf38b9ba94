import { Size } from 'cdk8s';
import { type k8s } from 'cdk8s-plus-28';
import { type Cpu } from '../values/cpu';
import { Quantity } from '../values/quantity';
import { UserError } from '../values/user-error';
import { type Plain } from './plain';
import { sizeQuantity } from './size-quantity';

/** Requests and limits of a container. */
export interface ContainerResources {
  /**
   * CPU request. CPU utilization is relative to it.
   *
   * @default - the role's, for a module; required for other containers
   */
  readonly cpu?: Cpu;

  /**
   * CPU limit. A limit throttles a pod even if its node is idle, so none is set by default.
   *
   * @default - no limit
   */
  readonly cpuLimit?: Cpu;

  /**
   * Memory request.
   *
   * @default - the role's, for a module; required for other containers
   */
  readonly memory?: Size;

  /**
   * Memory limit. The container is OOM-killed above it.
   *
   * @default - the memory request, so that a node cannot run out of memory
   */
  readonly memoryLimit?: Size;

  /**
   * Ephemeral storage request: logs, the writable layer, volumes on the node.
   *
   * @default Size.mebibytes(256)
   */
  readonly ephemeralStorage?: Size;

  /**
   * Ephemeral storage limit. The pod is evicted above it.
   *
   * @default Size.gibibytes(1), or the request if it is larger
   */
  readonly ephemeralStorageLimit?: Size;

  /**
   * Extended resources: number of devices by resource name, as in `{ 'nvidia.com/gpu': 1 }`. Requests and limits are
   * equal, as the API requires.
   *
   * @default - none
   */
  readonly extended?: Record<string, number>;
}

/**
 * Returns the resource requests and limits of a container.
 *
 * @throws if cpu or memory is missing, a limit is below its request, or a number of devices is invalid.
 */
export function resourcesManifest(container: string, resources: ContainerResources): Plain<k8s.ResourceRequirements> {
  const { cpu, cpuLimit, memory, extended = {} } = resources;
  if (!cpu || !memory) {
    throw new UserError(`container '${container}' has no ${cpu ? 'memory' : 'cpu'}; set both cpu and memory, which utilization and scheduling need`);
  }
  const ephemeral = resources.ephemeralStorage ?? Size.mebibytes(256);
  const devices = deviceCounts(container, extended);
  const requests: Record<string, string> = { cpu: cpu.toString(), memory: sizeQuantity(memory), 'ephemeral-storage': sizeQuantity(ephemeral), ...devices };
  const limits: Record<string, string> = {
    ...(cpuLimit && { cpu: cpuLimit.toString() }),
    memory: sizeQuantity(resources.memoryLimit ?? memory),
    'ephemeral-storage': sizeQuantity(resources.ephemeralStorageLimit ?? larger(ephemeral, Size.gibibytes(1))),
    ...devices,
  };
  for (const [name, limit] of Object.entries(limits)) {
    if (name in requests && Quantity.parse(requests[name]).compare(Quantity.parse(limit)) > 0) {
      throw new UserError(`container '${container}' requests ${requests[name]} of ${name}, above its limit of ${limit}; raise the limit or lower the request`);
    }
  }
  return { requests, limits };
}

function deviceCounts(container: string, extended: Record<string, number>): Record<string, string> {
  return Object.fromEntries(Object.entries(extended).map(([name, count]) => {
    if (!name.includes('/')) throw new UserError(`container '${container}' requests the device '${name}'; write it with its domain, as in 'nvidia.com/gpu'`);
    if (!Number.isSafeInteger(count) || count < 1) throw new UserError(`container '${container}' requests ${count} of ${name}; use a whole number, at least 1`);
    return [name, String(count)];
  }));
}

function larger(left: Size, right: Size): Size {
  return Quantity.parse(left.asString()).compare(Quantity.parse(right.asString())) > 0 ? left : right;
}
