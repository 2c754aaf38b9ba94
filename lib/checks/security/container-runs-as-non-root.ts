import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';
import { securityOf } from '../analysis/security';

export const containerRunsAsNonRoot: Rule = {
  id: 'KSC048',
  title: 'container runs as a non-root user',
  topic: 'practice',
  severity: 'warning',
  reason: 'a process that escapes from its container keeps its user on the node; namespaces that enforce the restricted standard refuse the pod',
  whatToChange: 'set runAsNonRoot: true and a runAsUser other than 0',
  source: 'kubernetes docs, pod security standards, restricted',
  *check(manifests) {
    for (const placed of containersOf(manifests)) {
      if (placed.template.spec.hostUsers === false) continue;
      if (securityOf(placed, 'runAsUser') === 0) yield { manifest: placed.workload, message: `runAsUser of ${placed.label} is 0; set a user other than 0` };
      else if (securityOf(placed, 'runAsNonRoot') !== true) yield { manifest: placed.workload, message: `${placed.label} may run as root; set runAsNonRoot: true` };
    }
  },
};
