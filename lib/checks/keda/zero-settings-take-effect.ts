import { numberAt, textAt, valueAt } from '../../values/fields';
import { minReplicasOf, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const zeroSettingsTakeEffect: Rule = {
  id: 'KSC112',
  title: 'cooldownPeriod and pollingInterval are set only where they have an effect',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'cooldownPeriod and pollingInterval affect only the step between zero and one replica; above one the HPA reads the metrics every 15 s and follows its behavior',
  whatToChange: 'remove the setting; slow the scale-down with advanced.horizontalPodAutoscalerConfig.behavior.scaleDown instead',
  source: 'keda docs, ScaledObject specification; keda pkg/scaling/executor/scale_scaledobjects.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (minReplicasOf(scaledObject) === 0 || numberAt(scaledObject, 'spec', 'idleReplicaCount') !== undefined) continue;
      const min = `minReplicaCount is ${minReplicasOf(scaledObject)}`;
      for (const field of ['cooldownPeriod', 'initialCooldownPeriod']) {
        if (numberAt(scaledObject, 'spec', field) !== undefined) yield { manifest: scaledObject, fix: { path: ['spec', field] }, message: `spec.${field} has no effect where ${min}: it delays only the step to zero; remove it, or set scaleDown.stabilizationWindowSeconds` };
      }
      const isCached = triggersOf(scaledObject).some(({ fields }) => valueAt(fields, 'useCachedMetrics') === true);
      // with a formula KEDA itself reads the triggers for the conditions of the object
      const isCombined = textAt(scaledObject, 'spec', 'advanced', 'scalingModifiers', 'formula') !== undefined;
      if (numberAt(scaledObject, 'spec', 'pollingInterval') === undefined || isCached || isCombined) continue;
      yield { manifest: scaledObject, fix: { path: ['spec', 'pollingInterval'] }, message: `spec.pollingInterval has no effect where ${min}: the HPA reads the triggers itself every 15 s; remove it, or set useCachedMetrics on the triggers` };
    }
  },
};
