import { type Manifest } from '../../manifest/manifest';
import { autoscalersOf, maxReplicasOf, minReplicasOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const boundsLeaveRoom: Rule = {
  id: 'KSC068',
  title: 'autoscaler keeps at least two replicas behind a Service and can add more',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'with one replica every drain, eviction or crash is an outage; with equal bounds the autoscaler never scales',
  whatToChange: 'set the minimum to at least 2, and the maximum above it',
  source: 'kubernetes docs, horizontal pod autoscaling; disruptions',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const [min, max] = [minReplicasOf(autoscaler), maxReplicasOf(autoscaler)];
      const target = manifests.scaleTargetOf(autoscaler);
      if (min === 1 && target && manifests.servicesSelecting(target).length > 0) yield { manifest: autoscaler, message: `${boundOf(autoscaler, 'min')} is 1 and the target is behind a Service, so that each drain or crash is an outage; set it to at least 2` };
      if (min === max) yield { manifest: autoscaler, message: `${boundOf(autoscaler, 'min')} and ${boundOf(autoscaler, 'max')} are both ${min}, so that nothing is scaled; raise the maximum, or remove the autoscaler` };
    }
  },
};

function boundOf({ kind }: Manifest, bound: 'min' | 'max'): string {
  return kind === 'ScaledObject' ? `spec.${bound}ReplicaCount` : `spec.${bound}Replicas`;
}
