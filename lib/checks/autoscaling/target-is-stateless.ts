import { describeManifest } from '../../manifest/manifest';
import { autoscalersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const targetIsStateless: Rule = {
  id: 'KSC006',
  title: 'autoscaled workload keeps no state of its own',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'scaling a StatefulSet down leaves volumes, shards and members behind, and nothing rebalances them',
  whatToChange: 'scale the stateless workload in front of it, or suppress this rule if the software rebalances by itself',
  source: 'kubernetes docs, StatefulSet limitations',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      if (target?.kind !== 'StatefulSet') continue;
      yield { manifest: autoscaler, message: `scales ${describeManifest(target)}, whose volumes and members a scale-down leaves behind; scale a stateless workload, or suppress this rule if the software rebalances by itself` };
    }
  },
};
