import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { type Json, transformFinalManifest } from '../kube/final-manifest';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { METRICS_SERVED_BY_ANNOTATION, PAUSED_ANNOTATION } from '../values/annotations';
import { UserError } from '../values/user-error';
import { AdapterRules } from './adapter-rule';
import { type AutoscalerProps, behaviorOf } from './autoscaler-props';
import { type HpaMetric, type MetricContext } from './metric-definition';
import { metricTwice } from './metric-twice';
import { type ScalingMetric } from './scaling-metric';
import { PausedScaling } from './scaling-mode';
import { SelectPolicy } from './scaling-rules';

/** Creates the HPA (autoscaling/v2) of a policy. */
export function horizontalPodAutoscaler(scope: Construct, props: AutoscalerProps): ApiObject {
  const { target, minReplicas, maxReplicas } = props.context;
  const metrics = props.metrics.map((metric) => ({ metric, source: hpaMetric(metric, props.context) }));
  requireDistinct(metrics);
  const metricsOf = (servedExternally: boolean): HpaMetric[] =>
    metrics.filter(({ metric }) => metric._servedExternally() === servedExternally).map(({ source }) => source);
  const [external, own] = [metricsOf(true), metricsOf(false)];
  const rules = AdapterRules.of(scope);
  own.forEach(({ rule }) => rule && rules.add(rule));
  const behavior = behaviorOf(paused(props));
  const object = new KubeObject(scope, 'Resource', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: props.names.object,
      namespace: target.namespace,
      labels: { [LABEL.managedBy]: MANAGED_BY },
      ...(props.paused !== undefined && { annotations: { [PAUSED_ANNOTATION]: props.paused } }),
    },
    spec: {
      scaleTargetRef: { apiVersion: target.apiVersion, kind: target.kind, name: target.name },
      minReplicas,
      maxReplicas,
      metrics: metrics.map(({ source }) => source.manifest),
      ...(behavior && { behavior }),
    },
  });
  transformFinalManifest(object, (manifest) => declareServed(manifest, [...external, ...(rules.writtenOutside ? own.filter(({ rule }) => rule) : [])]));
  return object;
}

/** Rejects a duplicate metric: the controller would read it twice, and only the lower target would take effect. */
function requireDistinct(metrics: readonly { readonly metric: ScalingMetric; readonly source: HpaMetric }[]): void {
  const typeOf = ({ manifest }: HpaMetric): unknown => (manifest as { readonly type?: unknown }).type;
  const types = metrics.map(({ source }) => typeOf(source));
  const seen = new Set<string>();
  for (const { metric, source } of metrics) {
    if (types.indexOf(typeOf(source)) === types.lastIndexOf(typeOf(source))) continue;
    const key = JSON.stringify(source.manifest, (field, value) => (field === 'target' ? (value as { type: string }).type : value));
    if (seen.has(key)) throw metricTwice(metric);
    seen.add(key);
  }
}

/**
 * Disables the paused directions with selectPolicy Disabled. Other rules stay unchanged for the time after the pause.
 */
function paused(props: AutoscalerProps): AutoscalerProps {
  const closed = { selectPolicy: SelectPolicy.DISABLED };
  return {
    ...props,
    ...(props.paused === PausedScaling.ALL && { scaleUp: { ...props.scaleUp, ...closed } }),
    ...(props.paused !== undefined && { scaleDown: { ...props.scaleDown, ...closed } }),
  };
}

/** Annotates the HPA with the metrics that no manifest serves. */
function declareServed(manifest: Json, metrics: readonly HpaMetric[]): Json {
  const names = metrics.flatMap(({ served }) => served ?? []);
  if (names.length === 0) return manifest;
  const annotations = { ...manifest.metadata.annotations, [METRICS_SERVED_BY_ANNOTATION]: names.map((name) => `${name}=external`).join(',') };
  return { ...manifest, metadata: { ...manifest.metadata, annotations } };
}

function hpaMetric({ _definition: { hpa, name } }: ScalingMetric, context: MetricContext): HpaMetric {
  if (!hpa) throw new UserError(`${name} can only be read by KEDA; set autoscaler: Autoscaler.keda(), or use a series of an exporter, as in ScalingMetric.prometheus(…)`);
  return hpa(context);
}
