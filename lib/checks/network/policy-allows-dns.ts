import { templatesOf } from '../analysis/containers';
import { allowsDns, policiesOf, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const policyAllowsDns: Rule = {
  id: 'KSC032',
  title: 'NetworkPolicy that allows egress allows DNS',
  topic: 'correctness',
  severity: 'warning',
  reason: 'without DNS no Service name resolves: every call fails after seconds of waiting, although the port itself is open',
  whatToChange: 'allow egress to port 53, UDP and TCP, of the cluster DNS',
  source: 'kubernetes docs, network policies; dns for services and pods',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      const policies = policiesOf(manifests, workload, 'Egress');
      const rules = rulesOf(policies, 'Egress');
      if (rules.length === 0 || rules.some(allowsDns)) continue;
      yield { manifest: policies[0], message: `lets the pods of ${workload.kind} ${workload.metadata.name} call others, but not ask for their names; allow egress to port 53 UDP` };
    }
  },
};
