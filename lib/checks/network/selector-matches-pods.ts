import { type Fields, fieldsAt, fieldsListAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { type Rule } from '../rule/rule';

const EFFECTS: Readonly<Record<string, readonly [group: string, selector: string, effect: string]>> = {
  PodDisruptionBudget: ['policy', 'selector', 'a drain may evict all pods at once'],
  NetworkPolicy: ['networking.k8s.io', 'podSelector', 'the pods that it was written for are not protected'],
};

export const selectorMatchesPods: Rule = {
  id: 'KSC098',
  title: 'selectors of PodDisruptionBudgets and NetworkPolicies match pods',
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
  },
};

function isMeantForPodsHere(manifests: ManifestIndex, object: Manifest, selector: Fields): boolean {
  const keys = [...Object.keys(fieldsAt(selector, 'matchLabels') ?? {}), ...fieldsListAt(selector, 'matchExpressions').map(({ key }) => String(key))];
  return keys.length > 0 && keys.every((key) => manifests.hasPodLabel(namespaceOf(object), key));
}

function written(selector: Fields): string {
  const equalities = Object.entries(fieldsAt(selector, 'matchLabels') ?? {}).map((each) => each.join('='));
  return [...equalities, ...fieldsListAt(selector, 'matchExpressions').map(({ key, operator }) => `${String(key)} ${String(operator)} …`)].join(', ');
}
