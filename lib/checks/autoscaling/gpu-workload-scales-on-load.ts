import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { isAccelerator } from '../../values/accelerators';
import { metricsOf, RESOURCE_TRIGGERS, triggersOf } from '../analysis/autoscalers';
import { runningContainersIn } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const gpuWorkloadScalesOnLoad: Rule = {
  id: 'KSC096',
  title: 'workload on GPUs is scaled on its load',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'threads that wait for a GPU use the same CPU for one request as for fifty: replicas stay at the minimum while requests queue, or at an expensive maximum without load',
  whatToChange: 'scale on a metric of the inference engine: waiting requests, cache usage, tokens',
  source: 'vllm docs, optimization and tuning, CPU resources; google cloud, best practices for autoscaling LLM inference on GPUs',
  *check(manifests) {
    for (const autoscaler of [...manifests.hpas, ...manifests.scaledObjects]) {
      const target = manifests.scaleTargetOf(autoscaler);
      const own = target ? runningContainersIn(manifests, target) : [];
      const device = own.map(({ container }) => acceleratorOf(container)).find((name) => name !== undefined);
      if (device === undefined || !onlyResources(autoscaler)) continue;
      yield { manifest: autoscaler, message: `runs on ${device} and is scaled on CPU or memory only, which do not follow the load of a GPU; add a metric of the inference engine, such as waiting requests` };
    }
  },
};

function acceleratorOf(container: Fields): string | undefined {
  return Object.keys({ ...fieldsAt(container, 'resources', 'requests'), ...fieldsAt(container, 'resources', 'limits') }).find(isAccelerator);
}

function onlyResources(autoscaler: Manifest): boolean {
  if (autoscaler.kind === 'ScaledObject') {
    const triggers = triggersOf(autoscaler).filter(({ type }) => type !== 'cron');
    return triggers.length > 0 && triggers.every(({ type }) => RESOURCE_TRIGGERS.has(type));
  }
  return metricsOf(autoscaler).every((metric) => ['Resource', 'ContainerResource'].includes(textAt(metric, 'type') ?? ''));
}
