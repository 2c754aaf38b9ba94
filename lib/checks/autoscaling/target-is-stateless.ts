import { describeManifest } from '../../manifest/manifest';
import { autoscalersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const targetIsStateless: Rule = {
  id: 'KSC006',
  title: 'autoscaled workload keeps no state of its own',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'a StatefulSet that is scaled down leaves volumes, shards and members behind that nothing rebalances',
  whatToChange: 'scale the stateless workload in front of it, or suppress this rule where the software rebalances by itself',
  source: 'kubernetes docs, StatefulSet limitations',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (target?.kind !== 'StatefulSet') continue;
      yield { manifest: autoscaler, message: `scales ${describeManifest(target)}; its pods have identity and volumes that a scale-down leaves behind` };
    }
  },
};
