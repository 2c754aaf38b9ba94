import { numberAt } from '../../values/fields';
import { describeManifest } from '../../manifest/manifest';
import { autoscalersOf } from '../analysis/autoscalers';
import { isLive } from '../analysis/derived';
import { replicasHandling } from '../analysis/ignored-replicas';
import { type Rule } from '../rule/rule';

export const scaledWorkloadOmitsReplicas: Rule = {
  id: 'KSC004',
  title: 'autoscaled workload leaves spec.replicas out',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'every apply resets the replicas to this number and reverts the autoscaler',
  whatToChange: 'remove spec.replicas from the manifest of the workload; with Argo CD, ignoreDifferences and RespectIgnoreDifferences=true do the same',
  source: 'kubernetes docs, horizontal pod autoscaling, migrating deployments and statefulsets; argo cd docs, sync options, RespectIgnoreDifferences',
  *check(manifests) {
    for (const autoscaler of autoscalersOf(manifests)) {
      const target = manifests.scaleTargetOf(autoscaler);
      const replicas = numberAt(target, 'spec', 'replicas');
      // Zero switches an HPA off until another number is set; KEDA reads it as a workload scaled to zero.
      if (!target || replicas === undefined || (replicas === 0 && autoscaler.kind !== 'ScaledObject') || isLive(target)) continue;
      const handling = replicasHandling(manifests, target);
      if (handling === 'ignored') continue;
      const remedy = handling === 'applied' ? 'remove it' : 'remove it, or add RespectIgnoreDifferences=true to the syncOptions of the Argo CD Application, whose ignoreDifferences does not affect a sync';
      yield { manifest: target, fix: { path: ['spec', 'replicas'] }, message: `spec.replicas is ${replicas} although ${describeManifest(autoscaler)} scales the workload; ${remedy}` };
    }
  },
};
