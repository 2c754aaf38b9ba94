import { maxReplicasOf, minReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const cronReplicasWithinBounds: Rule = {
  id: 'KSC027',
  title: 'cron trigger asks for replicas between the bounds',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a cron trigger only raises the floor: at or below minReplicaCount it does nothing, and above maxReplicaCount it is cut off',
  whatToChange: 'ask for more than minReplicaCount and at most maxReplicaCount',
  source: 'kedacore/keda issue 6564; keda pkg/scalers/cron_scaler.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const [min, max] = [minReplicasOf(scaledObject), maxReplicasOf(scaledObject) ?? Infinity];
      for (const trigger of triggersOf(scaledObject)) {
        const desired = trigger.type === 'cron' ? Number(settingOf(trigger, 'desiredReplicas')) : NaN;
        if (desired <= min) yield { manifest: scaledObject, message: `${trigger.label} asks for ${desired} replicas, no more than the minimum of ${min}; it does nothing` };
        if (desired > max) yield { manifest: scaledObject, message: `${trigger.label} asks for ${desired} replicas, above the maximum of ${max}; raise maxReplicaCount` };
      }
    }
  },
};
