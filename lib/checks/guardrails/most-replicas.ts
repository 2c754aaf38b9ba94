import { demandsOf } from '../demand';
import { type Rule } from '../rule';

/** No workload comes to more replicas than the platform lets it. */
export function mostReplicasAllowed(most: number): Rule {
  return {
    id: 'KSG002',
    title: 'no workload has more replicas than allowed',
    topic: 'correctness',
    severity: 'error',
    reason: 'the maximum is what keeps a metric that lies from taking the whole cluster',
    whatToChange: 'lower maxReplicas, or ask the platform team',
    source: 'guardrail of the platform team',
    *check(manifests) {
      for (const { workload, pods } of demandsOf(manifests)) {
        if (pods.most > most) yield { manifest: workload, message: `may come to ${pods.most} replicas, ${most} are allowed; lower maxReplicas` };
      }
    },
  };
}
