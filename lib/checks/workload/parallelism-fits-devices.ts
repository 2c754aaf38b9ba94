import { DEVICES_OF_A_MODEL } from '../../values/accelerators';
import { type Fields, fieldsAt, fieldsListAt, listAt, valueAt } from '../../values/fields';
import { runningContainers } from '../analysis/containers';
import { modelServerOf } from '../analysis/model-servers';
import { parallelismOf } from '../analysis/parallelism';
import { type Rule } from '../rule/rule';

export const parallelismFitsDevices: Rule = {
  id: 'KSC129',
  title: 'model server has a device for each of its processes',
  topic: 'correctness',
  severity: 'error',
  reason: 'each process of a split or repeated model takes a device of its own: with fewer devices the server waits for them or exits, and its pod never becomes ready',
  whatToChange: 'request as many GPUs as tensor, pipeline and data parallelism multiply to, or lower them',
  source: 'vllm docs, parallelism and scaling, and vllm/v1/worker/gpu_worker.py; sglang docs, server arguments; text-generation-inference launcher, --num-shard',
  *check(manifests) {
    for (const { workload, container, label } of runningContainers(manifests)) {
      const server = modelServerOf(container);
      const { perPod = 1, settings } = server ? parallelismOf(container, server) : { settings: [] };
      const given = devicesOf(container);
      if (!server || perPod < 2 || !given || given.count >= perPod) continue;
      yield { manifest: workload, message: `${label} has ${given.resource}: ${given.count}, and ${server.name} needs ${perPod} (${settings.join(', ')}); set its limit to ${perPod}, or lower the parallelism` };
    }
  },
};

/**
 * Devices of a container with the name of their resource; undefined where they cannot be counted. A container that
 * requests none may see all of its node, by the node's runtime.
 */
function devicesOf(container: Fields): { readonly count: number; readonly resource: string } | undefined {
  const seesMore = valueAt(container, 'securityContext', 'privileged') === true || fieldsListAt(container, 'env').some(({ name }) => name === 'NVIDIA_VISIBLE_DEVICES');
  if (seesMore || listAt(container, 'resources', 'claims').length > 0) return undefined;
  const amounts = Object.entries({ ...fieldsAt(container, 'resources', 'requests'), ...fieldsAt(container, 'resources', 'limits') });
  const devices = amounts.filter(([name]) => DEVICES_OF_A_MODEL.test(name));
  const count = Number(devices[0]?.[1]);
  return devices.length === 1 && Number.isInteger(count) ? { count, resource: devices[0][0] } : undefined;
}
