import { type Fields, fieldsAt, fieldsListAt, numberAt, textAt } from '../../values/fields';
import { SCALED_OBJECT_DEFAULTS } from '../scaled-object-defaults';
import { type KedaCluster } from '../keda-cluster';
import { goFloat, goInteger } from '../scaler/go-values';
import { targetOfTrigger } from '../scaler/trigger-target';
import { hpaNameOf, modifiersOf, ownerOf, targetOf } from './judge-scaled-object';
import { configOf } from './judge-triggers';

/** Metric of the HorizontalPodAutoscaler with the fields of the ScaledObject that it comes from. */
export interface HpaMetric {
  readonly metric: Fields;
  /** Position of the trigger; undefined for a formula. */
  readonly trigger?: number;
  /** Field of the ScaledObject that holds the target. */
  readonly targetField: string;
}

/** HorizontalPodAutoscaler that KEDA makes from a ScaledObject. Metrics whose target is unknown are left out. */
export interface ScaledObjectHpa {
  readonly hpa: Fields;
  readonly metrics: readonly HpaMetric[];
}

const RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory']);
/** Scalers with a fixed metric type, regardless of metricType. */
const FIXED_TYPE: Readonly<Record<string, string>> = { 'pulsar': 'AverageValue', 'splunk-observability': 'Value' };

/** Builds the HorizontalPodAutoscaler as KEDA's operator does. Source: keda controllers/keda/hpa.go. */
export function hpaOfScaledObject(object: Fields, cluster: KedaCluster, minor: number): ScaledObjectHpa {
  const { group, kind, name } = targetOf(object);
  const min = numberAt(object, 'spec', 'minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount;
  const behavior = fieldsAt(object, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior');
  const metrics = metricsOf(object, cluster, minor);
  return {
    metrics,
    hpa: {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler',
      metadata: { name: hpaNameOf(object), labels: { 'app.kubernetes.io/part-of': textAt(object, 'metadata', 'name') ?? '' } },
      spec: {
        scaleTargetRef: { apiVersion: group, kind, name }, minReplicas: min > 0 ? min : 1, maxReplicas: numberAt(object, 'spec', 'maxReplicaCount') ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount,
        metrics: metrics.map(({ metric }) => metric), ...(behavior && { behavior }),
      },
    },
  };
}

function metricsOf(object: Fields, cluster: KedaCluster, minor: number): readonly HpaMetric[] {
  const owner = ownerOf(object, cluster);
  const modifiers = modifiersOf(object);
  const found: HpaMetric[] = [];
  for (const [index, trigger] of fieldsListAt(object, 'spec', 'triggers').entries()) {
    const type = textAt(trigger, 'type') ?? '';
    const path = `spec.triggers[${index}]`;
    if (RESOURCES.has(type)) found.push({ metric: resourceMetric(type, trigger), trigger: index, targetField: `${path}.metadata.value` });
    else if (!modifiers) {
      const target = targetOfTrigger(configOf(trigger, owner, cluster, minor));
      if (!target) continue;
      const targetField = target.setting === undefined ? path : `${path}.metadata.${target.setting}`;
      found.push({ metric: externalMetric(`s${index}-${type}`, FIXED_TYPE[type] ?? textAt(trigger, 'metricType'), target.value), trigger: index, targetField });
    }
  }
  const target = goFloat(textAt(modifiers, 'target') ?? '');
  if (modifiers && target !== undefined) {
    found.push({ metric: externalMetric('composite-metric', textAt(modifiers, 'metricType'), Math.trunc(target * 1000) / 1000), targetField: 'spec.advanced.scalingModifiers.target' });
  }
  return found;
}

function externalMetric(name: string, metricType: string | undefined, value: number): Fields {
  const type = metricType || 'AverageValue';
  return { type: 'External', external: { metric: { name }, target: { type, [type === 'AverageValue' ? 'averageValue' : 'value']: String(value) } } };
}

function resourceMetric(resource: string, trigger: Fields): Fields {
  const metadata = fieldsAt(trigger, 'metadata');
  const [type, value, container] = [textAt(trigger, 'metricType') || textAt(metadata, 'type') || '', textAt(metadata, 'value') ?? '', textAt(metadata, 'containerName')];
  const target = { type, ...(type === 'Utilization' ? { averageUtilization: goInteger(value.trim(), 32) } : { averageValue: value.trim() }) };
  return container ? { type: 'ContainerResource', containerResource: { name: resource, container, target } } : { type: 'Resource', resource: { name: resource, target } };
}
