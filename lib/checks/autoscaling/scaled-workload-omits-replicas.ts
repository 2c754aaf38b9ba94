import { numberAt } from '../../values/fields';
import { describeManifest } from '../../manifest/manifest';
import { autoscalersOf } from '../analysis/autoscalers';
import { isLive } from '../analysis/derived';
import { type Rule } from '../rule/rule';

export const scaledWorkloadOmitsReplicas: Rule = {
  id: 'KSC004',
  title: 'autoscaled workload leaves spec.replicas out',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'every apply sets the number again and reverts what the autoscaler did',
  whatToChange: 'remove spec.replicas from the manifest of the workload',
  source: 'kubernetes docs, horizontal pod autoscaling, migrating deployments and statefulsets',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      const replicas = numberAt(target, 'spec', 'replicas');
      // None is how an HPA is switched off: it does nothing until somebody sets another number. KEDA takes it for a workload that sleeps.
      if (!target || replicas === undefined || (replicas === 0 && autoscaler.kind !== 'ScaledObject') || isLive(target)) continue;
      yield { manifest: target, message: `sets replicas to ${replicas} although ${describeManifest(autoscaler)} scales it; leave replicas out` };
    }
  },
};
