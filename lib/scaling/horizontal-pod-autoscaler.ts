import { type ApiObject } from 'cdk8s';
import { type Construct } from 'constructs';
import { KubeObject } from '../kube/kube-object';
import { LABEL, MANAGED_BY } from '../kube/labels';
import { METRICS_SERVED_BY_ANNOTATION } from '../values/annotations';
import { AdapterRules } from './adapter-rule';
import { type AutoscalerProps, behaviorOf } from './autoscaler-props';
import { type HpaForm, type MetricContext } from './metric-forms';
import { type ScalingMetric } from './scaling-metric';

/** Carries a policy out with what every cluster has: the HPA of autoscaling/v2. */
export function horizontalPodAutoscaler(scope: Construct, props: AutoscalerProps): ApiObject {
  const { target, minReplicas, maxReplicas } = props.context;
  const forms = props.metrics.map((metric) => ({ metric, form: hpaForm(metric, props.context) }));
  const external = forms.flatMap(({ metric, form }) => (metric._servedExternally() && form.served !== undefined ? [form.served] : []));
  forms.forEach(({ metric, form }) => form.rule && !metric._servedExternally() && AdapterRules.of(scope).add(form.rule));
  const behavior = behaviorOf(props);
  return new KubeObject(scope, 'Resource', {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: {
      name: props.name,
      namespace: target.namespace,
      labels: { [LABEL.managedBy]: MANAGED_BY },
      ...(external.length > 0 && { annotations: { [METRICS_SERVED_BY_ANNOTATION]: external.map((name) => `${name}=external`).join(',') } }),
    },
    spec: {
      scaleTargetRef: { apiVersion: target.apiVersion, kind: target.kind, name: target.name },
      minReplicas,
      maxReplicas,
      metrics: forms.map(({ form }) => form.manifest),
      ...(behavior && { behavior }),
    },
  });
}

function hpaForm({ _forms: { hpa, name } }: ScalingMetric, context: MetricContext): HpaForm {
  if (!hpa) throw new Error(`${name} can be read by KEDA alone; set autoscaler: Autoscaler.keda(), or describe the metric by what an exporter shows, as in ScalingMetric.prometheus(…)`);
  return hpa(context);
}
