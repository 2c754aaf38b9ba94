import { type Manifest } from '../../manifest/manifest';
import { fewestReplicas } from '../analysis/autoscalers';
import { boundOf } from '../analysis/budgets';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

/** Guardrail that every workload behind a Service keeps a minimum number of pods during node drains. */
export function leastAvailable(least: number): Rule {
  return {
    id: 'KSG005',
    title: 'enough pods stay available while nodes are drained',
    topic: 'correctness',
    severity: 'error',
    reason: 'a node upgrade evicts every pod that no PodDisruptionBudget protects, possibly all at once',
    whatToChange: 'raise minReplicas, or let the PodDisruptionBudget keep more pods',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const { workload } of templatesOf(manifests)) {
        if (manifests.servicesSelecting(workload).length === 0) continue;
        const fewest = fewestReplicas(manifests, workload);
        const budget = manifests.podDisruptionBudgetsSelecting(workload)[0];
        const stays = budget ? staysAvailable(budget, fewest) : 0;
        if (stays >= least) continue;
        const why = budget ? `its PodDisruptionBudget allows ${fewest - stays} of at least ${fewest} replicas to be evicted at once` : 'it has no PodDisruptionBudget';
        yield { manifest: workload, message: `keeps ${stays} pods available while nodes are drained, and the guardrail requires ${least}: ${why}` };
      }
    },
  };
}

function staysAvailable(budget: Manifest, fewest: number): number {
  const left = fewest - (boundOf(budget, 'maxUnavailable', fewest) ?? fewest);
  return Math.min(fewest, boundOf(budget, 'minAvailable', fewest) ?? Math.max(0, left));
}
