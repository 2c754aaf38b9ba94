import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { fieldsAt } from '../../values/fields';
import { triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const scaledObjectHasFallback: Rule = {
  id: 'KSC029',
  title: 'ScaledObject has a fallback for a failing metric source',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'without a fallback the replicas stay at their last number, whatever the load, while a trigger fails',
  whatToChange: 'add spec.fallback with a failureThreshold and enough replicas for a usual day',
  source: 'keda pkg/fallback/fallback.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (fieldsAt(scaledObject, 'spec', 'fallback')) continue;
      const failing = triggersOf(scaledObject).find(({ type }) => !traitsOf(type).isLocal);
      if (failing) yield { manifest: scaledObject, message: `spec.fallback is not set, and the source of ${failing.label} can fail; add spec.fallback` };
    }
  },
};
