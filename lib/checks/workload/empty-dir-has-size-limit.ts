import { fieldsAt, fieldsListAt, valueAt } from '../../values/fields';
import { templatesOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';

export const emptyDirHasSizeLimit: Rule = {
  id: 'KSC047',
  title: 'emptyDir volume has a size limit',
  topic: 'practice',
  severity: 'warning',
  reason: 'an emptyDir without a limit grows until the disk of the node is full, and then unrelated pods are evicted',
  whatToChange: 'set sizeLimit on the volume, or a limit for ephemeral-storage on every container',
  source: 'kubernetes docs, volumes, emptyDir; local ephemeral storage',
  *check(manifests) {
    for (const { workload, template } of templatesOf(manifests)) {
      const bounded = fieldsListAt(template.spec, 'containers').every((container) => valueAt(container, 'resources', 'limits', 'ephemeral-storage') !== undefined);
      if (bounded) continue;
      for (const volume of fieldsListAt(template.spec, 'volumes')) {
        const emptyDir = fieldsAt(volume, 'emptyDir');
        if (emptyDir && emptyDir.sizeLimit === undefined) yield { manifest: workload, message: `emptyDir volume '${String(volume.name)}' has no sizeLimit; set one` };
      }
    }
  },
};
