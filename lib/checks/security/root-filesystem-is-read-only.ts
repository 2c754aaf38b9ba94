import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';
import { containerSecurityOf } from '../analysis/security';

export const rootFilesystemIsReadOnly: Rule = {
  id: 'KSC050',
  title: 'root file system of a container is read-only',
  topic: 'practice',
  severity: 'warning',
  reason: 'with a writable root file system an attacker can store programs in it, and the application can fill the disk of the node unnoticed',
  whatToChange: 'set readOnlyRootFilesystem: true and mount an emptyDir where files are written',
  source: 'kubernetes docs, configure a security context',
  *check(manifests) {
    for (const placed of containersOf(manifests)) {
      if (containerSecurityOf(placed, 'readOnlyRootFilesystem') === true) continue;
      yield { manifest: placed.workload, message: `${placed.label} can write its root file system; set readOnlyRootFilesystem: true` };
    }
  },
};
