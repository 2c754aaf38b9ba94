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
   * The CPU that is set aside. Utilization is measured against it.
   *
   * @default - for a module that of its role; a container beside it has to name it
   */
  readonly cpu?: Cpu;

  /**
   * The CPU that it may not exceed. A limit throttles a pod while its node idles, so there is none unless asked for.
   *
   * @default - no limit
   */
  readonly cpuLimit?: Cpu;

  /**
   * The memory that is set aside.
   *
   * @default - for a module that of its role; a container beside it has to name it
   */
  readonly memory?: Size;

  /**
   * The memory beyond which the container is killed.
   *
   * @default - the memory that is set aside, so that a node cannot run out
   */
  readonly memoryLimit?: Size;

  /**
   * The local disk that is set aside: logs, the writable layer, volumes on the node.
   *
   * @default Size.mebibytes(256)
   */
  readonly ephemeralStorage?: Size;

  /**
   * The local disk beyond which the pod is evicted.
   *
   * @default Size.gibibytes(1), or what is set aside if that is more
   */
  readonly ephemeralStorageLimit?: Size;

  /**
   * Whole devices by the name of their resource, as in `{ 'nvidia.com/gpu': 1 }`. Requests and limits are the same, as
   * the API demands.
   *
   * @default - none
   */
  readonly extended?: Record<string, number>;
}

/**
 * The resources of one container.
 *
 * @throws where cpu or memory is missing, a limit is below its request, or a number of devices is none.
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
