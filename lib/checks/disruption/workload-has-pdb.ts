import { mostReplicas } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const workloadHasPdb: Rule = {
  id: 'KSC058',
  title: 'workload with several replicas has a PodDisruptionBudget',
  topic: 'practice',
  severity: 'warning',
  reason: 'without a budget a drain may evict all replicas at once: a node upgrade becomes an outage',
  whatToChange: 'add a PodDisruptionBudget with maxUnavailable: 1',
  source: 'kubernetes docs, specifying a disruption budget',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      if (!['Deployment', 'StatefulSet', 'Rollout'].includes(workload.kind) || mostReplicas(manifests, workload) < 2) continue;
      if (manifests.podDisruptionBudgetsSelecting(workload).length === 0) {
        yield { manifest: workload, message: 'has several replicas and no PodDisruptionBudget; add one with maxUnavailable: 1' };
      }
    }
  },
};
