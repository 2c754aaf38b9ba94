import { autoscalersOf, maxReplicasOf, minReplicasOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const boundsLeaveRoom: Rule = {
  id: 'KSC068',
  title: 'autoscaler keeps two replicas of a served workload and can add more',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'with one replica every drain, eviction or crash is an outage; where minimum and maximum are equal nothing is scaled',
  whatToChange: 'set the minimum to at least 2, and the maximum above it',
  source: 'kubernetes docs, horizontal pod autoscaling; disruptions',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const [min, max] = [minReplicasOf(autoscaler), maxReplicasOf(autoscaler)];
      const target = manifests.scaleTargetOf(autoscaler);
      if (min === 1 && target && manifests.servicesSelecting(target).length > 0) yield { manifest: autoscaler, message: 'keeps a single replica behind a Service; set the minimum to at least 2' };
      if (min === max) yield { manifest: autoscaler, message: `keeps ${min} replicas under any load; raise the maximum, or remove the autoscaler` };
    }
  },
};
