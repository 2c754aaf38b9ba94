import { type Fields, fieldsAt, fieldsListAt, listAt, textAt } from '../../values/fields';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { templatesOf } from '../analysis/containers';
import { allowsHost } from '../analysis/hosts';
import { allowsDns, allowsPort, policiesOf, type PolicyRule, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

/** Link-local address on which NodeLocal DNSCache listens. */
const ADDRESS = '169.254.20.10';
const DNS_PORT = 53;

export const policyAllowsNodeLocalDns: Rule = {
  id: 'KSC125',
  title: 'NetworkPolicy allows DNS to NodeLocal DNSCache',
  topic: 'correctness',
  severity: 'warning',
  reason: 'with NodeLocal DNSCache pods query an address of their node instead of the kube-dns pods: a policy that allows only those pods drops the queries, and no name resolves',
  whatToChange: `also allow egress on port 53 to the ipBlock ${ADDRESS}/32`,
  source: 'kubernetes docs, NodeLocal DNSCache; network policies',
  *check(manifests) {
    const isInstalled = hasNodeLocalDns(manifests);
    for (const { workload, template } of templatesOf(manifests)) {
      const isNamed = listAt(template.spec, 'dnsConfig', 'nameservers').includes(ADDRESS);
      if (!isInstalled && !isNamed) continue;
      const policies = policiesOf(manifests, workload, 'Egress');
      const rules = rulesOf(policies, 'Egress').filter(allowsDns);
      if (rules.length === 0 || rules.some(reachesNode)) continue;
      yield { manifest: policies[0], message: `allows DNS of ${workload.kind} ${String(workload.metadata.name)} only to pods, and the cluster has NodeLocal DNSCache at ${ADDRESS}; allow egress on port 53 to ipBlock ${ADDRESS}/32` };
    }
  },
};

function hasNodeLocalDns(manifests: ManifestIndex): boolean {
  return manifests.ofKind('DaemonSet', 'apps').some((set) => {
    const spec = manifests.podTemplateOf(set)?.spec;
    return /node-?local-?dns/.test(String(set.metadata.name)) || fieldsListAt(spec, 'containers').some((container) => /k8s-dns-node-cache/.test(textAt(container, 'image') ?? ''));
  });
}

/** True where a rule allows the address: by an ipBlock, or by naming no peers. */
function reachesNode(policyRule: PolicyRule): boolean {
  const peers = fieldsListAt(policyRule.rule, 'to');
  if (!allowsPort(policyRule, DNS_PORT, 'UDP')) return false;
  const blocks: Fields[] = peers.filter((peer) => fieldsAt(peer, 'ipBlock') !== undefined);
  return peers.length === 0 || (blocks.length > 0 && allowsHost({ ...policyRule, rule: { ...policyRule.rule, to: blocks } }, ADDRESS));
}
