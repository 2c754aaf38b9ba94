import { type Fields, fieldsAt, fieldsListAt } from '../../values/fields';
import { type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { scaledByKeda, settingOf, triggersOf } from '../analysis/autoscalers';
import { countsOwnPods } from '../analysis/own-pods';
import { type Rule } from '../rule/rule';

const EFFECTS: Readonly<Record<string, readonly [group: string, selector: string, effect: string]>> = {
  PodDisruptionBudget: ['policy', 'selector', 'a drain may evict all pods at once'],
  NetworkPolicy: ['networking.k8s.io', 'podSelector', 'the pods that it was written for are not protected'],
};

export const selectorMatchesPods: Rule = {
  id: 'KSC098',
  title: 'selectors of PodDisruptionBudgets, NetworkPolicies and KEDA triggers match pods',
  topic: 'correctness',
  severity: 'warning',
  reason: 'a selector that matches no pod has no effect, and nothing reports an error: the labels of the pods have changed, or the selector has a typo',
  whatToChange: 'use labels that pods of the same namespace have',
  source: 'kubernetes docs, specifying a disruption budget; network policies',
  *check(manifests) {
    for (const [kind, [group, field, effect]] of Object.entries(EFFECTS)) {
      for (const object of manifests.ofKind(kind, group)) {
        const selector = fieldsAt(object, 'spec', field);
        // Pods that carry none of these labels by name are those of an operator, or of another release: who has them is
        // not to be seen here.
        if (!selector || !isMeantForPodsHere(manifests, object, selector) || manifests.workloadsMatching(selector, namespaceOf(object)).length > 0) continue;
        yield { manifest: object, message: `selects ${written(selector)}, which matches no pod among the manifests: ${effect}; use labels that the pods have` };
      }
    }
    for (const scaled of scaledByKeda(manifests)) {
      for (const [index, trigger] of triggersOf(scaled).entries()) {
        const text = trigger.type === 'kubernetes-workload' ? settingOf(trigger, 'podSelector') ?? '' : '';
        const elsewhere = text === '' ? undefined : manifests.workloads.find((each) => countsOwnPods(manifests, each, text));
        if (!elsewhere || manifests.workloads.some((each) => namespaceOf(each) === namespaceOf(scaled) && countsOwnPods(manifests, each, text))) continue;
        yield { manifest: scaled, message: `spec.triggers[${index}].metadata.podSelector is ${text}, which matches pods of namespace ${namespaceOf(elsewhere)} alone, and KEDA counts those of namespace ${namespaceOf(scaled)}: the value is always 0; count pods of the same namespace` };
      }
    }
  },
};

function isMeantForPodsHere(manifests: ManifestIndex, object: Manifest, selector: Fields): boolean {
  const keys = [...Object.keys(fieldsAt(selector, 'matchLabels') ?? {}), ...fieldsListAt(selector, 'matchExpressions').map(({ key }) => String(key))];
  if (keys.length === 0) return false;
  return keys.every((key) => manifests.hasPodLabel(namespaceOf(object), key)) || isNamedAfterWorkload(manifests, object, Object.values(fieldsAt(selector, 'matchLabels') ?? {}));
}

/** A selector whose values are all labels of the workload of the same name has the wrong keys. */
function isNamedAfterWorkload(manifests: ManifestIndex, object: Manifest, values: readonly unknown[]): boolean {
  const workload = manifests.workloads.find((each) => namespaceOf(each) === namespaceOf(object) && nameOf(each) === nameOf(object));
  const labels = Object.values(workload ? manifests.podTemplateOf(workload)?.labels ?? {} : {});
  return values.length > 0 && values.every((value) => labels.includes(value));
}

function written(selector: Fields): string {
  const equalities = Object.entries(fieldsAt(selector, 'matchLabels') ?? {}).map((each) => each.join('='));
  return [...equalities, ...fieldsListAt(selector, 'matchExpressions').map(({ key, operator }) => `${String(key)} ${String(operator)} …`)].join(', ');
}
