import { SCALED_OBJECT_DEFAULTS } from '../../keda/scaled-object-defaults';
import { DEFAULT_CPU_UTILIZATION, DEFAULT_TOLERANCE, METRIC_SOURCES, POD_RESOURCES } from '../../hpa/constants';
import { KedaVersion } from '../../keda/keda-version';
import { type Fields, fieldsAt, fieldsListAt, numberAt, textAt, valueAt } from '../../values/fields';
import { type Manifest } from '../../manifest/manifest';
import { type ManifestIndex } from '../../manifest/manifest-index';
import { hasFeature } from '../../values/kubernetes-version';
import { Quantity } from '../../values/quantity';
import { type TargetCluster } from '../rule/rule';

/** Every HPA and every KEDA ScaledObject. */
export function autoscalersOf(manifests: ManifestIndex): readonly Manifest[] {
  return [...manifests.hpas, ...manifests.scaledObjects];
}

/** The fewest replicas that an autoscaler keeps. */
export function minReplicasOf(autoscaler: Manifest): number {
  return autoscaler.kind === 'ScaledObject' ? numberAt(autoscaler, 'spec', 'minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount : numberAt(autoscaler, 'spec', 'minReplicas') ?? 1;
}

/** The most replicas that an autoscaler makes; undefined where an HPA does not say it, which the API server refuses. */
export function maxReplicasOf(autoscaler: Manifest): number | undefined {
  return autoscaler.kind === 'ScaledObject' ? numberAt(autoscaler, 'spec', 'maxReplicaCount') ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount : numberAt(autoscaler, 'spec', 'maxReplicas');
}

/** The metrics of an HPA as autoscaling/v2 writes them, with the one that Kubernetes adds where there is none. */
export function metricsOf(hpa: Manifest): readonly Fields[] {
  const v1 = hpa.apiVersion === 'autoscaling/v1';
  const metrics = v1 ? [] : fieldsListAt(hpa, 'spec', 'metrics');
  if (metrics.length > 0) return metrics;
  const averageUtilization = (v1 ? numberAt(hpa, 'spec', 'targetCPUUtilizationPercentage') : undefined) ?? DEFAULT_CPU_UTILIZATION;
  return [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }];
}

/** Metric that an HPA reads from the custom or external metrics API. */
export interface ServedMetric {
  readonly type: string;
  readonly name: string;
  /** Labels of its selector. */
  readonly selector: Fields;
}

/** Returns the name of an HPA metric in the metrics APIs; undefined for resource metrics, and without a name. */
export function servedMetricOf(metric: Fields): ServedMetric | undefined {
  const type = String(metric.type);
  if (!['Pods', 'Object', 'External'].includes(type)) return undefined;
  const source = METRIC_SOURCES[type as keyof typeof METRIC_SOURCES];
  const name = textAt(metric, source, 'metric', 'name');
  return name === undefined ? undefined : { type, name, selector: fieldsAt(metric, source, 'metric', 'selector', 'matchLabels') ?? {} };
}

/** Scaling rules of one direction of an autoscaler's behavior; undefined where Kubernetes' default applies. */
export function scalingRulesOf(autoscaler: Manifest, direction: 'scaleUp' | 'scaleDown'): Fields | undefined {
  const path = autoscaler.kind === 'ScaledObject' ? ['advanced', 'horizontalPodAutoscalerConfig', 'behavior'] : ['behavior'];
  return fieldsAt(autoscaler, 'spec', ...path, direction);
}

/** Share of the target within which an autoscaler adds no replica: its own where the cluster reads it. */
export function toleranceOf(autoscaler: Manifest, { kubernetesVersion, featureGates, isAssumed, kedaVersion = KedaVersion.NEWEST }: TargetCluster): number {
  const given = valueAt(scalingRulesOf(autoscaler, 'scaleUp'), 'tolerance');
  const isPassedOn = autoscaler.kind !== 'ScaledObject' || kedaVersion.passesOnTolerance;
  if (given === undefined || !isPassedOn || !(isAssumed || hasFeature(kubernetesVersion, featureGates, 'hpaTolerance'))) return DEFAULT_TOLERANCE;
  return Quantity.tryParse(String(given))?.toNumber() ?? DEFAULT_TOLERANCE;
}

/** A trigger of a ScaledObject. */
export interface Trigger {
  readonly type: string;
  readonly metadata: Fields;
  readonly fields: Fields;
  /** As in a message: "trigger 0 (cron)". */
  readonly label: string;
}

/** Triggers of KEDA that become metrics of type Resource, or of one container: what pods use of their nodes. */
export const RESOURCE_TRIGGERS = POD_RESOURCES;

/** ScaledObjects and ScaledJobs, which both have triggers. */
export function scaledByKeda(manifests: ManifestIndex): readonly Manifest[] {
  return [...manifests.scaledObjects, ...manifests.ofKind('ScaledJob', 'keda.sh')];
}

/** The triggers of a ScaledObject; none for anything else. */
export function triggersOf(scaledObject: Manifest): readonly Trigger[] {
  return fieldsListAt(scaledObject, 'spec', 'triggers').map((fields, i) => {
    const type = textAt(fields, 'type') ?? '';
    return { type, metadata: fieldsAt(fields, 'metadata') ?? {}, fields, label: `trigger ${i} (${type})` };
  });
}

/** A value of a trigger's metadata as KEDA reads it: a text, though an author may have written a number. */
export function settingOf({ metadata }: Trigger, name: string): string | undefined {
  const value = valueAt(metadata, name);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The fewest replicas that a workload has while nothing is wrong. */
export function fewestReplicas(manifests: ManifestIndex, workload: Manifest): number {
  const autoscaler = manifests.hpasOf(workload)[0] ?? manifests.scaledObjectsOf(workload)[0];
  return autoscaler ? minReplicasOf(autoscaler) : numberAt(workload, 'spec', 'replicas') ?? 1;
}

/**
 * The most replicas that a workload may come to; where several autoscalers fight over it, what the one with the most
 * lets it.
 */
export function mostReplicas(manifests: ManifestIndex, workload: Manifest): number {
  const autoscalers = [...manifests.hpasOf(workload), ...manifests.scaledObjectsOf(workload)];
  return autoscalers.length > 0 ? Math.max(...autoscalers.map((autoscaler) => maxReplicasOf(autoscaler) ?? 1)) : numberAt(workload, 'spec', 'replicas') ?? 1;
}
