import { minReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

const TOLERANCE = 0.1;

export const cronStepExceedsTolerance: Rule = {
  id: 'KSC016',
  title: 'cron trigger asks for more than the tolerance leaves out',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'within the tolerance (10 % by default) of the current count the HPA does nothing, so the replicas of the schedule are never reached',
  whatToChange: 'ask for more than 1.1 times the replicas of the step below, or set behavior.scaleUp.tolerance to 0 where the cluster has it',
  source: 'kedacore/keda issues 5263, 5820 and 7900; kubernetes pkg/controller/podautoscaler',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const min = minReplicasOf(scaledObject);
      for (const trigger of triggersOf(scaledObject)) {
        const desired = trigger.type === 'cron' ? Number(settingOf(trigger, 'desiredReplicas')) : NaN;
        if (!(desired > min && desired / min <= 1 + TOLERANCE)) continue;
        yield { manifest: scaledObject, message: `${trigger.label} asks for ${desired} replicas, which is within 10 % of the minimum of ${min} and never reached` };
      }
    }
  },
};
