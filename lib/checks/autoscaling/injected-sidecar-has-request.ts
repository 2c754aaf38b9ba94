import { textAt } from '../../values/fields';
import { type Manifest, namespaceOf } from '../../manifest/manifest';
import { metricsOf, RESOURCE_TRIGGERS, settingOf, triggersOf } from '../analysis/autoscalers';
import { setsResource } from '../analysis/containers';
import { injectedSidecarsOf } from '../analysis/injectors';
import { isFilledIn } from '../analysis/limit-ranges';
import { type Rule } from '../rule/rule';

export const injectedSidecarHasRequest: Rule = {
  id: 'KSC119',
  title: 'injected sidecar has a request for the resource that utilization is measured on',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'an injector adds its container after the manifest is written: without a request the HPA reports "missing request for cpu" for the whole pod and never scales',
  whatToChange: "set the injector's annotation for the request, or measure one container: a ContainerResource metric, containerName on a KEDA trigger",
  source: 'kubernetes pkg/controller/podautoscaler, calculatePodRequests; docs of linkerd, istio, dapr, vault, consul and the opentelemetry operator',
  *check(manifests) {
    for (const autoscaler of [...manifests.hpas, ...manifests.scaledObjects]) {
      const target = manifests.scaleTargetOf(autoscaler);
      const template = target && manifests.podTemplateOf(target);
      const measured = target && template ? podUtilizationsOf(autoscaler).filter((resource) => !setsResource(template.spec, 'requests', resource)) : [];
      if (!target || measured.length === 0) continue;
      for (const { injector, container, missing, remedy } of injectedSidecarsOf(manifests, target)) {
        const resource = measured.find((each) => missing.includes(each) && !isFilledIn(manifests, namespaceOf(target), 'requests', each));
        if (resource === undefined) continue;
        yield { manifest: autoscaler, message: `scales on ${resource} utilization of the pod, and ${injector} injects the container '${container}' without a ${resource} request; ${remedy(resource)}` };
      }
    }
  },
};

/** Resources whose utilization is measured over all containers of a pod. */
function podUtilizationsOf(autoscaler: Manifest): string[] {
  const ofTriggers = triggersOf(autoscaler).flatMap((trigger) => {
    const kind = textAt(trigger.fields, 'metricType') ?? settingOf(trigger, 'type') ?? 'Utilization';
    return RESOURCE_TRIGGERS.has(trigger.type) && kind === 'Utilization' && settingOf(trigger, 'containerName') === undefined ? [trigger.type] : [];
  });
  const ofMetrics = autoscaler.kind === 'ScaledObject' ? [] : metricsOf(autoscaler).flatMap((metric) => {
    const name = metric.type === 'Resource' ? textAt(metric, 'resource', 'name') : undefined;
    return name !== undefined && textAt(metric, 'resource', 'target', 'type') === 'Utilization' ? [name] : [];
  });
  return [...ofTriggers, ...ofMetrics];
}
