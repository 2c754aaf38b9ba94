import { describeManifest } from '../../manifest/manifest';
import { type Rule } from '../rule/rule';

export const podHasOnePdb: Rule = {
  id: 'KSC020',
  title: 'pod has one PodDisruptionBudget',
  topic: 'correctness',
  severity: 'error',
  reason: 'the eviction API refuses to evict a pod that two budgets select, so its node cannot be drained',
  whatToChange: 'keep one budget, or make their selectors distinct',
  source: 'kubernetes pkg/registry/core/pod/storage/eviction.go',
  *check(manifests) {
    for (const workload of manifests.workloads) {
      const [first, ...others] = manifests.podDisruptionBudgetsSelecting(workload);
      for (const other of others) {
        yield { manifest: other, others: [first], message: `selects the pods of ${describeManifest(workload)}, which ${describeManifest(first)} also selects; keep one of the two` };
      }
    }
  },
};
