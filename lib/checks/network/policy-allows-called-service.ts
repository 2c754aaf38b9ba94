import { describeManifest } from '../../manifest/manifest';
import { calledServicesOf } from '../analysis/called-services';
import { templatesOf } from '../analysis/containers';
import { allowsPeer, allowsPort, policiesOf, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const policyAllowsCalledService: Rule = {
  id: 'KSC034',
  title: 'NetworkPolicies allow the calls that a workload is configured for',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a NetworkPolicy drops packets that it does not allow: the caller runs into its timeout, and every request that needs the called service fails',
  whatToChange: 'allow egress of the caller and ingress of the called service on that port',
  source: 'kubernetes docs, network policies',
  *check(manifests) {
    for (const { workload } of templatesOf(manifests)) {
      for (const { service, callee, port } of calledServicesOf(manifests, workload)) {
        for (const [closed, direction, peer] of [[workload, 'Egress', callee], [callee, 'Ingress', workload]] as const) {
          const policies = policiesOf(manifests, closed, direction);
          const allowed = policies.length === 0
            || rulesOf(policies, direction).some((rule) => allowsPort(rule, port, 'TCP', { manifests, workload: callee }) && allowsPeer(rule, direction, manifests, peer));
          if (allowed) continue;
          yield { manifest: policies[0], message: `blocks ${describeManifest(workload)} from ${describeManifest(service)}, which its environment names; allow ${direction.toLowerCase()} on port ${port}` };
        }
      }
    }
  },
};
