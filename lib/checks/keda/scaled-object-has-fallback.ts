import { traitsOf } from '../../keda/catalogue/scaler-traits';
import { fieldsAt } from '../../values/fields';
import { triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const scaledObjectHasFallback: Rule = {
  id: 'KSC029',
  title: 'ScaledObject says what holds while its metric source is down',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'while a trigger fails and there is no fallback, the replicas stay at their last number at any load',
  whatToChange: 'add spec.fallback with a failureThreshold and the replicas that carry a usual day',
  source: 'keda pkg/fallback/fallback.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      if (fieldsAt(scaledObject, 'spec', 'fallback')) continue;
      const failing = triggersOf(scaledObject).find(({ type }) => !traitsOf(type).isLocal);
      if (failing) yield { manifest: scaledObject, message: `has no fallback for the time when ${failing.label} cannot be read; add spec.fallback` };
    }
  },
};
