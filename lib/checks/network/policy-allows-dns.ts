import { templatesOf } from '../analysis/containers';
import { allowsDns, policiesOf, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const policyAllowsDns: Rule = {
  id: 'KSC032',
  title: 'NetworkPolicy that allows egress allows DNS',
  topic: 'correctness',
  severity: 'warning',
  reason: 'without DNS no Service name resolves: every call fails after a timeout, although the port itself is open',
  whatToChange: 'allow egress to the cluster DNS on port 53, UDP and TCP',
  source: 'kubernetes docs, network policies; dns for services and pods',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const policies = policiesOf(manifests, workload, 'Egress');
      const rules = rulesOf(policies, 'Egress');
      if (rules.length === 0 || rules.some(allowsDns)) continue;
      yield { manifest: policies[0], message: `allows the pods of ${workload.kind} ${workload.metadata.name} egress, but none to DNS; allow egress to port 53 UDP` };
    }
  },
};
