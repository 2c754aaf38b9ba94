import { type ContainerResources } from '../../kube/container-resources';
import { UserError } from '../../values/user-error';
import { type ModuleScheduling } from '../scheduling';

const GPU = 'nvidia.com/gpu';

/** What so many GPUs ask of a node. */
export function withGpus(gpus: number, resources: ContainerResources): ContainerResources {
  if (!Number.isSafeInteger(gpus) || gpus < 0) throw new UserError(`gpus must be a whole number, at least 0, got ${gpus}`);
  return gpus === 0 ? resources : { ...resources, extended: { [GPU]: gpus, ...resources.extended } };
}

/** Nodes with GPUs mostly keep away every pod that does not put up with their taint. */
export function onGpuNodes(gpus: number, scheduling: ModuleScheduling = {}): ModuleScheduling {
  return gpus === 0 ? scheduling : { ...scheduling, tolerations: [{ key: GPU }, ...scheduling.tolerations ?? []] };
}
