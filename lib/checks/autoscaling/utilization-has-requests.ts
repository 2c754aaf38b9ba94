import { textAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { runningContainersOf } from '../../manifest/pod-template';
import { metricsOf, RESOURCE_TRIGGERS, settingOf, triggersOf } from '../analysis/autoscalers';
import { setsResource } from '../analysis/containers';
import { isFilledIn } from '../analysis/limit-ranges';
import { type Rule, type Violation } from '../rule/rule';

interface UtilizationMetric {
  readonly resource: string;
  readonly container?: string;
}

export const utilizationHasRequests: Rule = {
  id: 'KSC002',
  title: 'every container that a utilization metric measures has a request',
  topic: 'autoscaling',
  severity: 'error',
  reason: 'utilization is usage divided by the request: where one container has no request, the HPA reports FailedGetResourceMetric and does not scale',
  whatToChange: 'set a request for the resource on every container of the pod, or scale on an average value',
  source: 'kubernetes pkg/controller/podautoscaler, calculatePodRequests; keda apis/keda/v1alpha1/scaledobject_webhook.go',
  *check(manifests) {
    for (const hpa of manifests.hpas) {
      for (const metric of utilizationMetricsOf(hpa)) yield* missingRequests(manifests, hpa, metric);
    }
    for (const scaledObject of manifests.scaledObjects) {
      for (const metric of utilizationTriggersOf(scaledObject)) yield* missingRequests(manifests, scaledObject, metric);
    }
  },
};

function utilizationMetricsOf(hpa: Manifest): UtilizationMetric[] {
  return metricsOf(hpa).flatMap((metric) => {
    const source = metric.type === 'ContainerResource' ? 'containerResource' : 'resource';
    const resource = textAt(metric, source, 'name');
    if (resource === undefined || textAt(metric, source, 'target', 'type') !== 'Utilization') return [];
    return [{ resource, container: textAt(metric, source, 'container') }];
  });
}

function utilizationTriggersOf(scaledObject: Manifest): UtilizationMetric[] {
  return triggersOf(scaledObject).flatMap((trigger) => {
    const kind = textAt(trigger.fields, 'metricType') ?? settingOf(trigger, 'type') ?? 'Utilization';
    return RESOURCE_TRIGGERS.has(trigger.type) && kind === 'Utilization' ? [{ resource: trigger.type, container: settingOf(trigger, 'containerName') }] : [];
  });
}

function* missingRequests(manifests: ManifestIndex, hpa: Manifest, { resource, container }: UtilizationMetric): Iterable<Violation> {
  const target = manifests.scaleTargetOf(hpa);
  const template = target && manifests.podTemplateOf(target);
  if (!template) return;
  const running = runningContainersOf(template);
  const measured = container === undefined ? running : running.filter(({ name }) => name === container);
  if (container !== undefined && measured.length === 0) {
    const names = running.map(({ name }) => name).join(', ');
    yield { manifest: hpa, message: `measures container '${container}', which the pod does not have; use one of ${names}` };
  }
  const isOfPod = container === undefined && setsResource(template.spec, 'requests', resource);
  if (isOfPod || isFilledIn(manifests, namespaceOf(target), 'requests', resource)) return;
  for (const measuredContainer of measured) {
    if (setsResource(measuredContainer, 'requests', resource)) continue;
    yield { manifest: hpa, message: `scales on ${resource} utilization, but container '${measuredContainer.name}' requests no ${resource}; add the request` };
  }
}
