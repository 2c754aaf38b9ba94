import { fieldsListAt, listAt, textAt } from '../../values/fields';
import { namespaceOf } from '../../manifest/manifest';
import { mostReplicas } from '../analysis/autoscalers';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const SHARED = ['ReadWriteMany', 'ReadOnlyMany'];

export const volumeIsShareable: Rule = {
  id: 'KSC072',
  title: 'replicas share only volumes that several nodes can mount',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'only one node can mount such a volume: pods on other nodes stay Pending, and a scale-up adds nothing',
  whatToChange: 'use a claim with ReadWriteMany, or a StatefulSet with a claim for each pod, or keep the state outside',
  source: 'kubernetes docs, persistent volumes, access modes',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      if (!['Deployment', 'Rollout'].includes(workload.kind) || mostReplicas(manifests, workload) < 2) continue;
      for (const volume of fieldsListAt(template.spec, 'volumes')) {
        const name = textAt(volume, 'persistentVolumeClaim', 'claimName');
        const claim = name === undefined ? undefined : manifests.find({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: namespaceOf(workload) });
        const modes = listAt(claim, 'spec', 'accessModes');
        if (!claim || modes.some((mode) => SHARED.includes(String(mode)))) continue;
        yield { manifest: workload, message: `all replicas mount the claim ${name} (${modes.join(', ')}); use ReadWriteMany, or a StatefulSet` };
      }
    }
  },
};
