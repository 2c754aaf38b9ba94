import { type Fields, textAt } from '../../values/fields';
import { type Manifest, nameOf, namespaceOf } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { METRICS_SERVED_BY_ANNOTATION } from '../../values/annotations';
import { adapterRulesIn } from '../analysis/adapter-rules';
import { metricsOf, servedMetricOf } from '../analysis/autoscalers';
import { type Rule } from '../rule/rule';

/** The label by which KEDA's own metrics adapter knows the ScaledObject that an HPA asks for. */
const KEDA_LABEL = 'scaledobject.keda.sh/name';

export const metricIsServed: Rule = {
  id: 'KSC003',
  title: 'metrics API serves every metric that an HPA names',
  topic: 'autoscaling',
  severity: 'error',
  needsWholeCluster: true,
  reason: 'an HPA cannot read a metric that nothing serves: it does not scale up on it, and does not scale down at all',
  whatToChange: "add a prometheus-adapter rule for the metric, or annotate the HPA with cdk8s-kotaemon/metrics-served-by: 'NAME=external' if something outside the input serves it",
  source: 'kubernetes pkg/controller/podautoscaler, computeReplicasForMetrics',
  *check(manifests) {
    const { queries, open } = adapterRulesIn(manifests);
    if (open) return;
    const scaledObjects = new Set(manifests.scaledObjects.map(({ metadata }) => metadata.name));
    for (const hpa of manifests.hpas) {
      const declared = (textAt(hpa, 'metadata', 'annotations', METRICS_SERVED_BY_ANNOTATION) ?? '').split(',');
      for (const { name, scaledObject } of servedMetricsOf(hpa)) {
        if (queries.has(name) || declared.includes(`${name}=external`) || (scaledObject !== undefined && scaledObjects.has(scaledObject))) continue;
        if (isDatadogMetric(manifests, name)) continue;
        const own = /^s\d+-/.test(name) && scaledObject === undefined ? `; a metric of KEDA is found by a selector with the label ${KEDA_LABEL}` : '';
        yield { manifest: hpa, message: `metric '${name}' is served by nothing among the manifests; add a prometheus-adapter rule for it, or annotate the HPA with ${METRICS_SERVED_BY_ANNOTATION}: '${name}=external' (in code: servedBy: ServedBy.EXTERNAL)${own}` };
      }
    }
  },
};

/** A metric datadogmetric@NAMESPACE:NAME is the DatadogMetric of that name. */
function isDatadogMetric(manifests: ManifestIndex, metric: string): boolean {
  const [, namespace, name] = /^datadogmetric@([^:]+):(.+)$/.exec(metric) ?? [];
  return name !== undefined && manifests.ofKind('DatadogMetric', 'datadoghq.com').some((each) => namespaceOf(each) === namespace && nameOf(each) === name);
}

function servedMetricsOf(hpa: Manifest): { name: string; scaledObject?: string }[] {
  return metricsOf(hpa).flatMap((metric: Fields) => {
    const served = servedMetricOf(metric);
    return served ? [{ name: served.name, scaledObject: textAt(served.selector, KEDA_LABEL) }] : [];
  });
}
