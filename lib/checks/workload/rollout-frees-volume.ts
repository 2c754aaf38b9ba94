import { fieldsListAt, listAt, textAt, valueAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

const ONE_NODE = ['ReadWriteOnce', 'ReadWriteOncePod'];

export const rolloutFreesVolume: Rule = {
  id: 'KSC141',
  title: 'Deployment frees a ReadWriteOnce volume before the new pod mounts it',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a rolling update with surge starts the new pod beside the old one: on another node it cannot attach the volume (Multi-Attach error), and the rollout hangs',
  whatToChange: 'set strategy Recreate, or maxSurge 0 and maxUnavailable 1, or use a claim with ReadWriteMany',
  source: 'kubernetes docs, persistent volumes, access modes; deployments, max surge',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      const surge = workload.kind === 'Deployment' ? surgeOf(workload) : undefined;
      if (surge === undefined) continue;
      for (const volume of fieldsListAt(template.spec, 'volumes')) {
        const name = textAt(volume, 'persistentVolumeClaim', 'claimName');
        const modes = name === undefined ? [] : accessModes(manifests, workload, name);
        if (modes.length === 0 || !modes.every((mode) => ONE_NODE.includes(mode))) continue;
        yield {
          manifest: workload,
          message: `maxSurge is ${surge} with the claim ${name} (${modes.join(', ')}): a new pod waits for the volume of the old one; set strategy Recreate, or maxSurge 0 and maxUnavailable 1`,
        };
      }
    }
  },
};

/** The surge of a rolling update, as it is written or by default; undefined where there is none. */
function surgeOf(deployment: Manifest): string | undefined {
  if ((textAt(deployment, 'spec', 'strategy', 'type') ?? 'RollingUpdate') !== 'RollingUpdate' || valueAt(deployment, 'spec', 'replicas') === 0) return undefined;
  const surge = valueAt(deployment, 'spec', 'strategy', 'rollingUpdate', 'maxSurge') ?? '25%';
  return surge === 0 || surge === '0%' ? undefined : String(surge);
}

function accessModes(manifests: ManifestIndex, workload: Manifest, name: string): string[] {
  const claim = manifests.find({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name, namespace: namespaceOf(workload) });
  return listAt(claim, 'spec', 'accessModes').map(String);
}
