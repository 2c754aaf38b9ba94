import { DEVICES_OF_A_MODEL } from '../../values/accelerators';
import { type Fields, fieldsAt, fieldsListAt, listAt, textAt, valueAt } from '../../values/fields';
import { type PodTemplate } from '../../manifest/pod-template';
import { runningContainers } from '../analysis/containers';
import { modelServerOf, wordsOf } from '../analysis/model-servers';
import { parallelismOf } from '../analysis/parallelism';
import { type Rule } from '../rule/rule';

/** Images and flags of servers that split a model without a GPU: over sockets of a CPU, or devices of another maker. */
const WITHOUT_GPU = /(?:^|[-_/:.\s=])(?:cpu|tpu|neuron|npu|ascend|hpu|gaudi|xpu)(?:[-_:.@\s]|$)/i;

export const parallelismFitsDevices: Rule = {
  id: 'KSC129',
  title: 'model server has a device for each of its processes',
  topic: 'correctness',
  severity: 'error',
  reason: 'each process of a split or repeated model takes a device of its own: with fewer devices the server waits for them or exits, and its pod never becomes ready',
  whatToChange: 'request as many GPUs as tensor, pipeline and data parallelism multiply to, or lower them',
  source: 'vllm docs, parallelism and scaling, and vllm/v1/worker/gpu_worker.py; sglang docs, server arguments; text-generation-inference launcher, --num-shard',
  *check(manifests) {
    for (const { workload, template, container, label } of runningContainers(manifests)) {
      const server = modelServerOf(container);
      const { perPod = 1, settings } = server ? parallelismOf(container, server) : { settings: [] };
      const given = devicesOf(container, template);
      if (!server || perPod < 2 || !given || given.count >= perPod) continue;
      const needs = `${server.name} needs ${perPod} (${settings.join(', ')})`;
      if (given.resource !== undefined) yield { manifest: workload, message: `${label} has ${given.resource}: ${given.count}, and ${needs}; set its limit to ${perPod}, or lower the parallelism` };
      else yield { manifest: workload, severity: 'warning', message: `${label} has no limit of nvidia.com/gpu or another device, and ${needs}; set it to ${perPod}` };
    }
  },
};

/** Devices of a container with the name of their resource; undefined where they cannot be counted. */
function devicesOf(container: Fields, { spec }: PodTemplate): { readonly count: number; readonly resource?: string } | undefined {
  // the container sees devices that it does not request
  const isOpen = valueAt(container, 'securityContext', 'privileged') === true;
  const choosesDevices = fieldsListAt(container, 'env').some(({ name }) => name === 'NVIDIA_VISIBLE_DEVICES');
  if (isOpen || choosesDevices || listAt(container, 'resources', 'claims').length > 0) return undefined;
  const amounts = Object.entries({ ...fieldsAt(container, 'resources', 'requests'), ...fieldsAt(container, 'resources', 'limits') });
  const extended = amounts.filter(([name]) => name.includes('/'));
  if (extended.length === 0) {
    const isGpu = spec.runtimeClassName === undefined && !WITHOUT_GPU.test([textAt(container, 'image') ?? '', ...wordsOf(container)].join(' '));
    return isGpu ? { count: 0 } : undefined;
  }
  const devices = extended.filter(([name]) => DEVICES_OF_A_MODEL.test(name));
  const count = devices.reduce((sum, [, amount]) => sum + Number(amount), 0);
  return devices.length === 1 && Number.isInteger(count) ? { count, resource: devices[0][0] } : undefined;
}
