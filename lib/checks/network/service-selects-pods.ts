import { type Fields, fieldsAt, textAt } from '../../values/fields';
import { groupOf, type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { isBuiltIn } from '../api-types/manifest-faults';
import { type Rule } from '../rule/rule';

export const serviceSelectsPods: Rule = {
  id: 'KSC056',
  title: 'Service selects pods',
  topic: 'correctness',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'a Service that selects no pods has no endpoints: every connection to it is refused',
  whatToChange: 'use labels that pods of the same namespace have',
  source: 'kubernetes docs, service',
  *check(manifests, { complete }) {
    for (const service of manifests.ofKind('Service', '')) {
      const selector = fieldsAt(service, 'spec', 'selector') ?? {};
      // Another rule reports selector values that are no text.
      if (Object.keys(selector).length === 0 || Object.values(selector).some((value) => typeof value !== 'string') || textAt(service, 'spec', 'type') === 'ExternalName' || manifests.workloadsSelectedBy(service).length > 0) continue;
      if (isMadeElsewhere(service, selector, manifests, complete)) continue;
      yield { manifest: service, message: `selects ${Object.entries(selector).map((each) => each.join('=')).join(', ')}, which matches no pod among the manifests; use labels that the pods have` };
    }
  },
};

/** True if the pods are those of the control plane, or an operator makes them of an object that the selector names. */
function isMadeElsewhere(service: Manifest, selector: Fields, manifests: ManifestIndex, complete: boolean): boolean {
  if (!complete && namespaceOf(service) === 'kube-system') return true;
  return Object.entries(selector).some(([key, value]) => manifests.all.some((owner) => (
    nameOf(owner) === value && namespaceOf(owner) === namespaceOf(service) && !isBuiltIn(groupOf(owner.apiVersion)) && isLabelOf(owner, key)
  )));
}

/**
 * Operators label pods by the kind of their owner, as in `alertmanager` and `operator.prometheus.io/name`, or by its
 * group, as in `strimzi.io/cluster`.
 */
function isLabelOf({ apiVersion, kind }: Manifest, label: string): boolean {
  const [, prefix] = /^([^/]+)\//.exec(label) ?? [];
  const name = kind.toLowerCase();
  return prefix === undefined ? label === name : `.${groupOf(apiVersion)}`.endsWith(`.${prefix}`) || prefix.split('.').includes(name);
}
