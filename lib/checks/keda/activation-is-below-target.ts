import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { fieldsAt, numberAt, textAt } from '../../values/fields';
import { minReplicasOf, settingOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const activationIsBelowTarget: Rule = {
  id: 'KSC150',
  title: 'activation value of a trigger is below its target',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'KEDA leaves zero only when the value is above the activation value: with one at or above the target, the work of a whole replica waits at zero, and with both at 1 a single message is never processed',
  whatToChange: 'set the activation value below the target, or leave it out, which means 0',
  source: 'keda docs, scaling deployments, activating and scaling thresholds; kedacore/keda issue 7835',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (minReplicasOf(scaledObject) > 0 && numberAt(scaledObject, 'spec', 'idleReplicaCount') !== 0) continue;
      const modifiers = fieldsAt(scaledObject, 'spec', 'advanced', 'scalingModifiers');
      if (textAt(modifiers, 'formula') !== undefined) {
        const [activation, target] = [modifiers?.activationTarget, modifiers?.target];
        if (isAtLeast(activation, target)) yield { manifest: scaledObject, message: `spec.advanced.scalingModifiers.activationTarget is ${String(activation)} and target is ${String(target)}, so that work for a replica waits at zero; set it below the target` };
        continue;
      }
      for (const trigger of triggersOf(scaledObject)) {
        const { activations, targets } = traitsOf(trigger.type);
        const [activation, target] = [activations, targets].map((names) => names.find((name) => settingOf(trigger, name) !== undefined));
        if (activation === undefined || target === undefined || !isAtLeast(settingOf(trigger, activation), settingOf(trigger, target))) continue;
        yield { manifest: scaledObject, message: `${trigger.label} is active above ${activation} ${settingOf(trigger, activation)}, and ${target} is ${settingOf(trigger, target)}, so that work for a replica waits at zero; set ${activation} below ${target}, or leave it out` };
      }
    }
  },
};

function isAtLeast(activation: unknown, target: unknown): boolean {
  const [first, second] = [activation, target].map((value) => (value === undefined || String(value).trim() === '' ? NaN : Number(value)));
  return first > 0 && second > 0 && first >= second;
}
