import { fieldsListAt } from '../../values/fields';
import { unlessPlain } from '../rule/unless-plain';
import { type Rule } from '../rule/rule';

export const mountHasVolume: Rule = {
  id: 'KSC011',
  title: 'volume mount names a volume of the pod',
  topic: 'correctness',
  severity: 'error',
  reason: 'the API server refuses the pod',
  whatToChange: 'add the volume to the pod, or the claim template to the StatefulSet',
  source: 'kubernetes pkg/apis/core/validation, ValidateVolumeMounts',
  *check(manifests) {
    for (const workload of manifests.workloads) {
      const spec = manifests.podTemplateOf(workload)?.spec;
      const claims = fieldsListAt(workload, 'spec', 'volumeClaimTemplates').map(({ metadata }) => metadata as { name?: unknown } | undefined);
      const volumes = new Set([...fieldsListAt(spec, 'volumes').map(({ name }) => name), ...claims.map((metadata) => metadata?.name)]);
      for (const container of [...fieldsListAt(spec, 'initContainers'), ...fieldsListAt(spec, 'containers')]) {
        for (const { name } of fieldsListAt(container, 'volumeMounts')) {
          if (!volumes.has(name)) yield { manifest: workload, message: `container '${container.name}' mounts '${name}', which is not a volume of the pod; add the volume`, ...unlessPlain(workload) };
        }
      }
    }
  },
};
