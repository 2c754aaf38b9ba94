import { fieldsListAt, listAt, textAt, valueAt } from '../../values/fields';
import { describeManifest, type Manifest, namespaceOf } from '../../manifest/manifest';
import { metricsOf, RESOURCE_TRIGGERS, triggersOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

export const vpaLeavesHpaRequests: Rule = {
  id: 'KSC070',
  title: 'VerticalPodAutoscaler leaves alone the requests that an HPA computes utilization from',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'utilization is usage divided by the request: when the VPA raises requests, the HPA sees less load and removes replicas, and the two drive each other',
  whatToChange: 'limit the VerticalPodAutoscaler to other resources with controlledResources, or set its updateMode to Off',
  source: 'kubernetes/autoscaler vertical-pod-autoscaler, known limitations',
  *check(manifests) {
    for (const vertical of manifests.ofKind('VerticalPodAutoscaler', 'autoscaling.k8s.io')) {
      // Off without quotes is false in YAML
      if (['Off', false].includes(valueAt(vertical, 'spec', 'updatePolicy', 'updateMode') as string | boolean)) continue;
      const [kind, name] = ['kind', 'name'].map((field) => textAt(vertical, 'spec', 'targetRef', field) ?? '');
      const target = manifests.find({ kind, name, namespace: namespaceOf(vertical) });
      for (const hpa of target ? [...manifests.hpasOf(target), ...manifests.scaledObjectsOf(target)] : []) {
        const shared = [...new Set(utilizationsOf(hpa))].filter((resource) => controlledBy(vertical).includes(resource));
        if (shared.length > 0) yield { manifest: vertical, message: `changes the ${shared.join(' and ')} requests from which ${describeManifest(hpa)} computes utilization; exclude them with controlledResources, or set updateMode to Off` };
      }
    }
  },
};

function utilizationsOf(hpa: Manifest): string[] {
  if (hpa.kind === 'ScaledObject') return triggersOf(hpa).filter(({ type, fields }) => RESOURCE_TRIGGERS.has(type) && textAt(fields, 'metricType') === 'Utilization').map(({ type }) => type);
  return metricsOf(hpa).flatMap((metric) => ['resource', 'containerResource'].flatMap((source) => {
    const name = textAt(metric, source, 'name');
    return name !== undefined && textAt(metric, source, 'target', 'type') === 'Utilization' ? [name] : [];
  }));
}

function controlledBy(vertical: Manifest): readonly unknown[] {
  const named = fieldsListAt(vertical, 'spec', 'resourcePolicy', 'containerPolicies').flatMap((policy) => listAt(policy, 'controlledResources'));
  return named.length > 0 ? named : ['cpu', 'memory'];
}
