import { fieldsAt, fieldsListAt, textAt, valueAt } from '../../values/fields';
import { Quantity } from '../../values/quantity';
import { runningContainers } from '../analysis/containers';
import { modelServerOf } from '../analysis/model-servers';
import { parallelismOf } from '../analysis/parallelism';
import { type Rule } from '../rule/rule';

/** Size of /dev/shm that a container runtime gives. */
const DEFAULT_BYTES = 64 * 1024 * 1024;

export const tensorParallelismHasSharedMemory: Rule = {
  id: 'KSC122',
  title: 'model server on several devices has shared memory at /dev/shm',
  topic: 'correctness',
  severity: 'warning',
  reason: 'the processes of one model exchange tensors through /dev/shm, which has 64 MiB by default: NCCL fails, and the server exits during its start',
  whatToChange: 'mount an emptyDir with medium: Memory and a sizeLimit of some GiB at /dev/shm',
  source: 'vllm docs, deployment on kubernetes; nvidia nccl docs, shared memory',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      const server = modelServerOf(container);
      const devices = server ? parallelismOf(container, server).split : 1;
      if (!server || devices < 2 || template.spec.hostIPC === true) continue;
      const mount = fieldsListAt(container, 'volumeMounts').find((each) => /^\/dev\/shm\/?$/.test(textAt(each, 'mountPath') ?? ''));
      const volume = mount && fieldsListAt(template.spec, 'volumes').find(({ name }) => name === mount.name);
      const limit = Quantity.tryParse(String(valueAt(volume, 'emptyDir', 'sizeLimit') ?? ''))?.toNumber();
      if (volume && textAt(volume, 'emptyDir', 'medium') === 'Memory' && limit !== undefined && limit <= DEFAULT_BYTES) {
        yield { manifest: workload, message: `${label} runs ${server.name} on ${devices} devices with a volume of ${String(valueAt(volume, 'emptyDir', 'sizeLimit'))} at /dev/shm, no more than the default of 64 MiB; set sizeLimit to some GiB` };
        continue;
      }
      if (volume && (textAt(volume, 'emptyDir', 'medium') === 'Memory' || !fieldsAt(volume, 'emptyDir'))) continue;
      const has = mount ? `a volume at /dev/shm that is not in memory` : 'no volume at /dev/shm';
      yield { manifest: workload, message: `${label} runs ${server.name} on ${devices} devices with ${has}, so that its shared memory is 64 MiB or on a disk; mount an emptyDir with medium: Memory at /dev/shm` };
    }
  },
};
