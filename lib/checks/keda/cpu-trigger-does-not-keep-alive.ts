import { numberAt } from '../../values/fields';
import { minReplicasOf, RESOURCE_TRIGGERS, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const cpuTriggerDoesNotKeepAlive: Rule = {
  id: 'KSC111',
  title: 'workload that scales to zero has no cpu or memory trigger',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA does not use cpu and memory triggers for activation: while the other triggers are inactive it scales a busy workload to zero, and CPU load does not wake it',
  whatToChange: 'set minReplicaCount: 1, or remove the cpu and memory triggers',
  source: 'keda docs, scalers cpu and memory; keda pkg/scaling/cache/scalers_cache.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const goesToZero = minReplicasOf(scaledObject) === 0 || numberAt(scaledObject, 'spec', 'idleReplicaCount') === 0;
      const triggers = triggersOf(scaledObject);
      const [resource, other] = [triggers.find(({ type }) => RESOURCE_TRIGGERS.has(type)), triggers.find(({ type }) => !RESOURCE_TRIGGERS.has(type))];
      if (!goesToZero || !resource || !other) continue;
      yield { manifest: scaledObject, message: `${resource.label} does not keep the workload active: while ${other.label} is inactive KEDA scales to zero at any ${resource.type} usage; set minReplicaCount: 1, or remove the ${resource.type} trigger` };
    }
  },
};
