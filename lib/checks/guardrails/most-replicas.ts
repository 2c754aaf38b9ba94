import { fieldsListAt, numberAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { autoscalersOf, maxReplicasOf } from '../analysis/autoscalers';
import { demandsOf } from '../analysis/demand';
import { type Rule } from '../rule/rule';

/** Guardrail that no workload exceeds a maximum number of replicas. */
export function mostReplicasAllowed(most: number): Rule {
  return {
    id: 'KSG002',
    title: 'maximum replicas of a workload are within the limit',
    topic: 'correctness',
    severity: 'error',
    reason: 'the maximum keeps a wrong metric from filling the whole cluster',
    whatToChange: 'lower maxReplicas, or ask the platform team',
    source: 'guardrail of the platform team',
    *check(manifests) {
      const demands = demandsOf(manifests);
      for (const { workload, pods } of demands) {
        if (pods.most > most) yield { manifest: workload, message: `may have ${pods.most} replicas, and the guardrail allows ${most}; lower maxReplicas` };
      }
      const seen = new Set(demands.map(({ workload }) => workload));
      for (const { autoscaler, replicas } of maximaOf(manifests)) {
        const target = manifests.scaleTargetOf(autoscaler);
        if (replicas > most && !(target && seen.has(target))) {
          yield { manifest: autoscaler, message: `may scale its target to ${replicas} replicas, and the guardrail allows ${most}; lower its maximum` };
        }
      }
    },
  };
}

/** Returns the maximum of each autoscaler, for targets among the manifests and elsewhere. */
function maximaOf(manifests: ManifestIndex): { autoscaler: Manifest; replicas: number }[] {
  const scheduled = manifests.ofKind('CronHorizontalPodAutoscaler').map((autoscaler) => (
    { autoscaler, replicas: Math.max(0, ...fieldsListAt(autoscaler, 'spec', 'jobs').map((job) => numberAt(job, 'targetSize') ?? 0)) }
  ));
  return [...autoscalersOf(manifests).map((autoscaler) => ({ autoscaler, replicas: maxReplicasOf(autoscaler) ?? 0 })), ...scheduled];
}
