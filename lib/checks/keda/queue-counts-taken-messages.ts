import { SCALED_OBJECT_DEFAULTS } from '../../keda/scaled-object-defaults';
import { numberAt } from '../../values/fields';
import { minReplicasOf, triggersOf } from '../analysis/autoscalers';
import { whyOnlyReady } from '../analysis/queue-counts';
import { type Rule } from '../rule/rule';

export const queueCountsTakenMessages: Rule = {
  id: 'KSC116',
  title: 'queue metric of a workload that scales to zero counts messages being processed',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a metric that counts only waiting messages is 0 while consumers still process the last ones: after cooldownPeriod KEDA scales to zero and kills them',
  whatToChange: 'count unfinished messages, set cooldownPeriod above the longest processing time, set minReplicaCount: 1, or use a ScaledJob',
  source: 'keda pkg/scalers, redis, rabbitmq, aws_sqs_queue, azure_queue and nsq scaler; keda pkg/scaling/executor/scale_scaledobjects.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (minReplicasOf(scaledObject) > 0 && numberAt(scaledObject, 'spec', 'idleReplicaCount') !== 0) continue;
      const triggers = triggersOf(scaledObject).map((trigger) => ({ trigger, why: whyOnlyReady(manifests, scaledObject, trigger) }));
      const found = triggers.find(({ why }) => why !== undefined);
      // Another queue that counts them keeps the workload active.
      if (!found || triggers.some(({ trigger, why }) => why === undefined && !['cpu', 'memory', 'cron', 'prometheus'].includes(trigger.type))) continue;
      const cooldown = numberAt(scaledObject, 'spec', 'cooldownPeriod') ?? SCALED_OBJECT_DEFAULTS.cooldownPeriod;
      yield { manifest: scaledObject, message: `${found.trigger.label} does not count messages being processed (${found.why}): ${cooldown} s after the queue is empty KEDA scales to zero and kills consumers that still process one; raise cooldownPeriod above the longest processing time, or use a ScaledJob` };
    }
  },
};
