import { numberAt } from '../../values/fields';
import { type Rule } from '../rule/rule';

export const idleReplicasIsZero: Rule = {
  id: 'KSC126',
  title: 'idleReplicaCount is 0',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'at any other number the HPA stays active and scales back to minReplicaCount at once: the replicas flap between the two',
  whatToChange: 'set idleReplicaCount: 0, or leave it out and lower minReplicaCount',
  source: 'keda docs, ScaledObject specification, idleReplicaCount',
  *check(manifests) {
    for (const scaledObject of manifests.scaledObjects) {
      const idle = numberAt(scaledObject, 'spec', 'idleReplicaCount');
      if (idle !== undefined && idle > 0) yield { manifest: scaledObject, message: `spec.idleReplicaCount is ${idle}, and only 0 is supported: the HPA scales back to minReplicaCount at once; set it to 0, or remove it` };
    }
  },
};
