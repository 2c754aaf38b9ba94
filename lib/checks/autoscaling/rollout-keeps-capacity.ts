import { textAt, valueAt } from '../../values/fields';
import { autoscalersOf, minReplicasOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const rolloutKeepsCapacity: Rule = {
  id: 'KSC062',
  title: 'rollout of an autoscaled workload keeps serving pods',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'the HPA measures only the few pods that are left: it scales up in the middle of a rollout, or sees no load',
  whatToChange: 'use RollingUpdate with maxUnavailable: 0',
  source: 'kubernetes issues 72775 and 90461; kubernetes docs, deployments, rolling update',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (target?.kind !== 'Deployment') continue;
      const unavailable = valueAt(target, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable');
      const all = unavailable === '100%' || (typeof unavailable === 'number' && unavailable >= Math.max(1, minReplicasOf(autoscaler)));
      if (textAt(target, 'spec', 'strategy', 'type') === 'Recreate') yield { manifest: target, message: 'spec.strategy.type is Recreate, which stops all pods of an autoscaled workload before it starts new ones; use RollingUpdate' };
      else if (all) yield { manifest: target, message: `maxUnavailable is ${String(unavailable)}, so that a rollout may stop all pods at once; set it to 0` };
    }
  },
};
