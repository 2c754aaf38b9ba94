import { type Manifest } from '../../manifest/manifest';
import { fewestReplicas } from '../analysis/autoscalers';
import { boundOf } from '../analysis/budgets';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

/** Rule that every workload behind a Service keeps so many pods while nodes are drained. */
export function leastAvailable(least: number): Rule {
  return {
    id: 'KSG005',
    title: 'enough pods stay available while nodes are drained',
    topic: 'correctness',
    severity: 'error',
    reason: 'a node upgrade takes every pod that a disruption budget does not hold back, all at once if it must',
    whatToChange: 'raise minReplicas, or let the disruption budget keep more of them',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const { workload } of templatesOf(manifests)) {
        if (manifests.servicesSelecting(workload).length === 0) continue;
        const fewest = fewestReplicas(manifests, workload);
        const budget = manifests.podDisruptionBudgetsSelecting(workload)[0];
        const stays = budget ? staysAvailable(budget, fewest) : 0;
        if (stays >= least) continue;
        const why = budget ? `of its fewest replicas (${fewest}) the disruption budget lets ${fewest - stays} go at once` : 'it has no disruption budget';
        yield { manifest: workload, message: `keeps ${stays} of its pods while nodes are drained, ${least} are asked for: ${why}` };
      }
    },
  };
}

function staysAvailable(budget: Manifest, fewest: number): number {
  const left = fewest - (boundOf(budget, 'maxUnavailable', fewest) ?? fewest);
  return Math.min(fewest, boundOf(budget, 'minAvailable', fewest) ?? Math.max(0, left));
}
