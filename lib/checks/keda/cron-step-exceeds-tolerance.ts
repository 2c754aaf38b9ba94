import { type Manifest } from '../../manifest/manifest';
import { maxReplicasOf, minReplicasOf, settingOf, toleranceOf, triggersOf } from '../analysis/autoscalers';
import { overlap } from '../analysis/cron-week';
import { type Rule } from '../rule/rule';

interface CronStep {
  readonly label: string;
  readonly replicas: number;
  readonly zone: string;
  readonly start: string;
  readonly end: string;
}

export const cronStepExceedsTolerance: Rule = {
  id: 'KSC016',
  title: 'cron trigger raises the replicas by more than the tolerance',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'the HPA ignores a change within its tolerance (10 % by default), so the replicas of the schedule are never reached',
  whatToChange: 'set desiredReplicas above 1.1 times the replicas before it, or set behavior.scaleUp.tolerance to 0 where the cluster has it',
  source: 'kedacore/keda issues 5263, 5820 and 7900; kubernetes pkg/controller/podautoscaler',
  *check(manifests, { clusterOf }) {
    for (const scaledObject of manifests.scaledObjects) {
      const [tolerance, min, max] = [toleranceOf(scaledObject, clusterOf(scaledObject)), minReplicasOf(scaledObject), maxReplicasOf(scaledObject) ?? Infinity];
      const steps = stepsOf(scaledObject);
      const isWithin = (replicas: number, base: number): boolean => base > 0 && replicas > base && replicas / base <= 1 + tolerance;
      const percent = `${Math.round(tolerance * 1000) / 10} %`;
      for (const step of steps) {
        const replicas = Math.min(step.replicas, max);
        if (isWithin(replicas, min)) {
          yield { manifest: scaledObject, message: `desiredReplicas of ${step.label} is ${replicas}, within the tolerance of ${percent} above minReplicaCount (${min}), and is never reached; raise it, or set behavior.scaleUp.tolerance to 0` };
          continue;
        }
        const below = steps.find((other) => other !== step && isWithin(replicas, other.replicas) && mayMeet(step, other));
        if (below) yield { manifest: scaledObject, message: `desiredReplicas of ${step.label} is ${replicas}, within the tolerance of ${percent} above the ${below.replicas} of ${below.label}, and is not reached while that trigger is active; raise it, or set behavior.scaleUp.tolerance to 0` };
      }
    }
  },
};

function stepsOf(scaledObject: Manifest): CronStep[] {
  return triggersOf(scaledObject).flatMap((trigger) => {
    const replicas = trigger.type === 'cron' ? Number(settingOf(trigger, 'desiredReplicas')) : NaN;
    const [zone, start, end] = ['timezone', 'start', 'end'].map((name) => settingOf(trigger, name) ?? '');
    return Number.isInteger(replicas) ? [{ label: trigger.label, replicas, zone, start, end }] : [];
  });
}

/** True where one window begins while the other holds, or at its end: there the count changes from one to the other. */
function mayMeet(step: CronStep, below: CronStep): boolean {
  return step.zone !== below.zone || overlap(step, below);
}
