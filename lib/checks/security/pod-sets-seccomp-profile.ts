import { valueAt } from '../../values/fields';
import { containersOf } from '../analysis/containers';
import { type Rule } from '../rule/rule';
import { securityOf } from '../analysis/security';

export const podSetsSeccompProfile: Rule = {
  id: 'KSC052',
  title: 'container has a seccomp profile',
  topic: 'practice',
  severity: 'warning',
  reason: 'unless the kubelet is configured otherwise, a container without a profile may use every system call of the kernel',
  whatToChange: 'set seccompProfile: {type: RuntimeDefault} on the pod',
  source: 'kubernetes docs, pod security standards, restricted; seccomp and kubernetes',
  *check(manifests) {
    for (const placed of containersOf(manifests)) {
      const type = valueAt(securityOf(placed, 'seccompProfile'), 'type');
      if (type === 'RuntimeDefault' || type === 'Localhost') continue;
      yield { manifest: placed.workload, message: `${placed.label} has no seccomp profile; set seccompProfile: {type: RuntimeDefault} on the pod` };
    }
  },
};
