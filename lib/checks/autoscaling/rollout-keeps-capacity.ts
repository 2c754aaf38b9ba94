import { textAt, valueAt } from '../../values/fields';
import { autoscalersOf, minReplicasOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const rolloutKeepsCapacity: Rule = {
  id: 'KSC062',
  title: 'rollout of an autoscaled workload keeps pods that serve',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'the HPA reads the usage of the few pods that are left: it scales up in the middle of a rollout, or counts a load of zero',
  whatToChange: 'use RollingUpdate with maxUnavailable: 0',
  source: 'kubernetes issues 72775 and 90461; kubernetes docs, deployments, rolling update',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (target?.kind !== 'Deployment') continue;
      const unavailable = valueAt(target, 'spec', 'strategy', 'rollingUpdate', 'maxUnavailable');
      const all = unavailable === '100%' || (typeof unavailable === 'number' && unavailable >= Math.max(1, minReplicasOf(autoscaler)));
      if (textAt(target, 'spec', 'strategy', 'type') === 'Recreate') yield { manifest: target, message: 'is autoscaled and rolled out by Recreate, without any pod in between; use RollingUpdate' };
      else if (all) yield { manifest: target, message: `may lose all pods in a rollout (maxUnavailable ${String(unavailable)}); use maxUnavailable: 0` };
    }
  },
};
