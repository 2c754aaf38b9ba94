import { numberAt } from '../../values/fields';
import { maxReplicasOf, minReplicasOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const scaledObjectBoundsAreValid: Rule = {
  id: 'KSC066',
  title: 'bounds of a ScaledObject fit together',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'KEDA refuses the object',
  whatToChange: 'set idleReplicaCount below minReplicaCount, and minReplicaCount to at most maxReplicaCount (100 by default)',
  source: 'keda apis/keda/v1alpha1/scaledobject_webhook.go and scaledobject_types.go',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const [min, max, idle] = [minReplicasOf(scaledObject), maxReplicasOf(scaledObject) ?? Infinity, numberAt(scaledObject, 'spec', 'idleReplicaCount')];
      if (min > max) yield { manifest: scaledObject, message: `has minReplicaCount ${min} above maxReplicaCount ${max}; raise the maximum` };
      if (idle !== undefined && idle >= min) yield { manifest: scaledObject, message: `has idleReplicaCount ${idle}, not below minReplicaCount ${min}; lower it, or leave it out` };
    }
  },
};
