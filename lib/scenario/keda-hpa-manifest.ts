import { SCALED_OBJECT_DEFAULTS } from '../keda/scaled-object-defaults';
import { fieldsAt, type Fields, kedaHpaName, type Manifest, nameOf, namespaceOf, numberAt, scaleTargetOf } from '../manifest';
import { COMPOSITE_METRIC } from '../simulator/engine/autoscalers/keda/scaled-object-metrics';
import { type ScalingModifiers, type Trigger } from '../simulator/world/scaled-object';

/** Trigger on cpu or memory, which the HPA reads itself. */
export interface ResourceTrigger {
  readonly resource: 'cpu' | 'memory';
  readonly container?: string;
  readonly metricType: 'Utilization' | 'AverageValue';
  readonly value: string;
}

/** Parts of a ScaledObject that KEDA copies to its HPA. */
export interface HpaParts {
  readonly triggers: readonly Trigger[];
  readonly resources: readonly ResourceTrigger[];
  readonly modifiers?: ScalingModifiers;
  readonly scaleInPaused: boolean;
  readonly scaleOutPaused: boolean;
}

/**
 * Returns the HorizontalPodAutoscaler that KEDA creates for a ScaledObject.
 *
 * Source: newHPAForScaledObject in controllers/keda/hpa.go of KEDA.
 */
export function kedaHpaManifest(scaledObject: Manifest, parts: HpaParts): Manifest {
  const min = numberAt(scaledObject, 'spec', 'minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount;
  const behavior = behaviorOf(scaledObject, parts);
  const { kind, name, apiVersion } = scaleTargetOf(scaledObject)!;
  const metrics = [...externalMetrics(scaledObject, parts), ...parts.resources.map(resourceMetric)];
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: kedaHpaName(scaledObject), namespace: namespaceOf(scaledObject) },
    spec: {
      scaleTargetRef: { apiVersion: apiVersion ?? 'apps/v1', kind, name },
      minReplicas: min > 0 ? min : 1,
      maxReplicas: numberAt(scaledObject, 'spec', 'maxReplicaCount') ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount,
      metrics: metrics.sort((one, other) => (one.type < other.type ? -1 : one.type > other.type ? 1 : 0)),
      ...(behavior && { behavior }),
    },
  };
}

interface Metric extends Fields {
  readonly type: string;
}

function externalMetrics(scaledObject: Manifest, { triggers, modifiers }: HpaParts): Metric[] {
  const external = (name: string, metricType: string, target: number): Metric => ({
    type: 'External',
    external: {
      metric: { name, selector: { matchLabels: { 'scaledobject.keda.sh/name': nameOf(scaledObject) } } },
      target: { type: metricType, [metricType === 'Value' ? 'value' : 'averageValue']: quantity(target) },
    },
  });
  if (modifiers) return [external(COMPOSITE_METRIC, modifiers.metricType, modifiers.target)];
  return triggers.map(({ metric, metricType, threshold }) => external(metric, metricType, threshold));
}

/** Formats a quantity in thousandths, truncated as in KEDA. */
function quantity(value: number): string {
  const milli = Math.trunc(value * 1000);
  return milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`;
}

function resourceMetric({ resource, container, metricType, value }: ResourceTrigger): Metric {
  const target = metricType === 'Utilization' ? { type: metricType, averageUtilization: Number(value) } : { type: metricType, averageValue: value };
  return container === undefined
    ? { type: 'Resource', resource: { name: resource, target } }
    : { type: 'ContainerResource', containerResource: { name: resource, container, target } };
}

/** Returns spec.behavior, with the directions disabled that annotations pause. */
function behaviorOf(scaledObject: Manifest, { scaleInPaused, scaleOutPaused }: HpaParts): Fields | undefined {
  const written = fieldsAt(scaledObject, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'behavior');
  if (!scaleInPaused && !scaleOutPaused) return written;
  return {
    ...written,
    ...(scaleInPaused && { scaleDown: { ...fieldsAt(written, 'scaleDown'), selectPolicy: 'Disabled' } }),
    ...(scaleOutPaused && { scaleUp: { ...fieldsAt(written, 'scaleUp'), selectPolicy: 'Disabled' } }),
  };
}
