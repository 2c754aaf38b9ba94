import { type ContainerResources } from '../../kube/container-resources';
import { isAccelerator } from '../../values/accelerators';
import { UserError } from '../../values/user-error';
import { type ModuleScheduling } from '../scheduling';

/** Resource name of a whole GPU in NVIDIA's device plugin. */
export const NVIDIA_GPU = 'nvidia.com/gpu';

/**
 * Adds devices to the resources of a container.
 *
 * @throws if the number is invalid, or the resources name other devices.
 */
export function withGpus(gpus: number, resource: string, resources: ContainerResources): ContainerResources {
  if (!Number.isSafeInteger(gpus) || gpus < 0) throw new UserError(`gpus must be a whole number, at least 0, got ${gpus}`);
  for (const [name, count] of Object.entries(resources.extended ?? {})) {
    if (name === resource && count !== gpus) throw new UserError(`resources has ${count} of ${name}, and gpus is ${gpus}; set only gpus`);
    if (name !== resource && isAccelerator(name)) throw new UserError(`the pod requests both ${name} and ${resource}; set gpuResource: '${name}' and gpus: ${count} instead`);
  }
  return gpus === 0 ? resources : { ...resources, extended: { ...resources.extended, [resource]: gpus } };
}

/**
 * Adds the toleration for the taint of GPU nodes. A node whose GPUs are partitioned mostly has the taint of whole GPUs.
 */
export function onGpuNodes(gpus: number, resource: string, scheduling: ModuleScheduling = {}): ModuleScheduling {
  const key = resource.startsWith('nvidia.com/') ? NVIDIA_GPU : resource;
  return gpus === 0 ? scheduling : { ...scheduling, tolerations: [{ key }, ...scheduling.tolerations ?? []] };
}
