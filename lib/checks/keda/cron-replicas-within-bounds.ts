import { maxReplicasOf, minReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const cronReplicasWithinBounds: Rule = {
  id: 'KSC027',
  title: 'desiredReplicas of a cron trigger is within the bounds of the ScaledObject',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a cron trigger only raises the replicas: at or below minReplicaCount it has no effect, and maxReplicaCount caps it',
  whatToChange: 'set desiredReplicas above minReplicaCount and at most to maxReplicaCount',
  source: 'kedacore/keda issue 6564; keda pkg/scalers/cron_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const [min, max] = [minReplicasOf(scaledObject), maxReplicasOf(scaledObject) ?? Infinity];
      for (const trigger of triggersOf(scaledObject)) {
        const desired = trigger.type === 'cron' ? Number(settingOf(trigger, 'desiredReplicas')) : NaN;
        if (desired <= min) yield { manifest: scaledObject, message: `desiredReplicas of ${trigger.label} is ${desired}, not above minReplicaCount (${min}), so that it has no effect; raise it, or remove the trigger` };
        if (desired > max) yield { manifest: scaledObject, message: `desiredReplicas of ${trigger.label} is ${desired}, above maxReplicaCount (${max}); raise maxReplicaCount` };
      }
    }
  },
};
