import { fieldsAt, fieldsListAt } from '../../values/fields';
import { describeManifest, type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { scaledByKeda, triggersOf } from '../analysis/autoscalers';
import { kedaOperatorOf, servicesReadFor } from '../analysis/keda-operator';
import { allowsPeer, allowsPort, policiesOf, type PolicyRule, rulesOf } from '../analysis/network';
import { type Rule } from '../rule/rule';

export const policyAllowsKeda: Rule = {
  id: 'KSC156',
  title: 'NetworkPolicy admits KEDA to the source of a trigger',
  topic: 'correctness',
  severity: 'warning',
  reason: "KEDA's operator asks the source from its own namespace: packets that no NetworkPolicy allows are dropped, the trigger fails at each poll, and nothing is scaled",
  whatToChange: 'allow ingress from the namespace of KEDA to the pods that the trigger reads',
  source: 'kubernetes docs, network policies; keda docs, architecture',
  *check(manifests) {
    for (const scaled of scaledByKeda(manifests)) {
      for (const trigger of triggersOf(scaled)) {
        for (const { callee, port } of servicesReadFor(manifests, scaled, trigger)) {
          const policies = policiesOf(manifests, callee, 'Ingress');
          if (policies.length === 0 || rulesOf(policies, 'Ingress').some((rule) => allowsPort(rule, port, 'TCP', { manifests, workload: callee }) && admitsKeda(manifests, rule))) continue;
          yield { manifest: policies[0], message: `does not admit KEDA to port ${port} of ${describeManifest(callee)}, which ${trigger.label} of ${describeManifest(scaled)} reads; allow ingress from namespace ${kedaOperatorOf(manifests).namespace}` };
        }
      }
    }
  },
};

/** An operator that is not in the input may be in any namespace that a rule selects. */
function admitsKeda(manifests: ManifestIndex, rule: PolicyRule): boolean {
  const operator: Manifest | undefined = kedaOperatorOf(manifests).workload;
  if (operator) return allowsPeer(rule, 'Ingress', manifests, operator);
  const peers = fieldsListAt(rule.rule, 'from');
  return peers.length === 0 || peers.some((peer) => fieldsAt(peer, 'ipBlock') !== undefined || fieldsAt(peer, 'namespaceSelector') !== undefined);
}
