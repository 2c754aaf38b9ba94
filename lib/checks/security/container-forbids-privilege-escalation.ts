import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';
import { containerSecurityOf } from '../analysis/security';

export const containerForbidsPrivilegeEscalation: Rule = {
  id: 'KSC049',
  title: 'container forbids privilege escalation',
  topic: 'practice',
  severity: 'warning',
  reason: 'a program with the setuid bit makes its caller root; a privileged container is root on the node',
  whatToChange: 'set allowPrivilegeEscalation: false, and remove privileged: true',
  source: 'kubernetes docs, pod security standards, restricted',
  *check(manifests) {
    for (const placed of containersOf(manifests)) {
      if (containerSecurityOf(placed, 'privileged') === true) yield { manifest: placed.workload, message: `${placed.label} is privileged; remove privileged: true` };
      else if (containerSecurityOf(placed, 'allowPrivilegeEscalation') !== false) yield { manifest: placed.workload, message: `${placed.label} may gain privileges; set allowPrivilegeEscalation: false` };
    }
  },
};
