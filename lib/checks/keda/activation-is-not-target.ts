import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { fieldsAt, numberAt, textAt } from '../../values/fields';
import { minReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const activationIsNotTarget: Rule = {
  id: 'KSC150',
  title: 'activation value of a trigger differs from its target',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA leaves zero only when the value is above the activation value, and not when it reaches it: with one that equals the target, the work of a whole replica waits at zero, and with both at 1 a single message is never processed',
  whatToChange: 'leave the activation value out, which means 0, or set it to the amount of work that may wait',
  source: 'keda docs, scaling deployments, activating and scaling thresholds; kedacore/keda issue 7835',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (minReplicasOf(scaledObject) > 0 && numberAt(scaledObject, 'spec', 'idleReplicaCount') !== 0) continue;
      const modifiers = fieldsAt(scaledObject, 'spec', 'advanced', 'scalingModifiers');
      if (textAt(modifiers, 'formula') !== undefined) {
        const [activation, target] = [modifiers?.activationTarget, modifiers?.target];
        if (isSame(activation, target)) yield { manifest: scaledObject, message: `spec.advanced.scalingModifiers.activationTarget is ${String(activation)}, as target is, so that a value of ${String(activation)} leaves the workload at zero; leave it out, or set it to what may wait` };
        continue;
      }
      for (const trigger of triggersOf(scaledObject)) {
        const { activations, targets } = traitsOf(trigger.type);
        const [activation, target] = [activations, targets].map((names) => names.find((name) => settingOf(trigger, name) !== undefined));
        if (activation === undefined || target === undefined || !isSame(settingOf(trigger, activation), settingOf(trigger, target))) continue;
        yield { manifest: scaledObject, message: `${trigger.label} is active above ${activation} ${settingOf(trigger, activation)}, which is ${target} as well, so that a value of ${settingOf(trigger, activation)} leaves the workload at zero; leave ${activation} out, or set it to what may wait` };
      }
    }
  },
};

function isSame(activation: unknown, target: unknown): boolean {
  const [first, second] = [activation, target].map((value) => (value === undefined ? NaN : Number(value)));
  return first > 0 && first === second;
}
