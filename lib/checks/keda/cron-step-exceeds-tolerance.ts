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
  title: 'cron trigger asks for more than the tolerance leaves out',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'within the tolerance (10 % by default) of the current count the HPA does nothing, so the replicas of the schedule are never reached',
  whatToChange: 'ask for more than 1.1 times the replicas of the step below, or set behavior.scaleUp.tolerance to 0 where the cluster has it',
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
          yield { manifest: scaledObject, message: `${step.label} asks for ${replicas} replicas, which is within ${percent} of the minimum of ${min} and never reached` };
          continue;
        }
        const below = steps.find((other) => other !== step && isWithin(replicas, other.replicas) && mayMeet(step, other));
        if (below) yield { manifest: scaledObject, message: `${step.label} asks for ${replicas} replicas, which is within ${percent} of the ${below.replicas} of ${below.label}: while that holds them they are not reached` };
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
