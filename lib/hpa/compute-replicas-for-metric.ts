import { getExternalPerPodMetricReplicas, getObjectPerPodMetricReplicas } from './per-pod-replicas';
import { calcPlainMetricReplicas } from './plain-metric-replicas';
import type { ControllerParameters } from './parameters';
import type { CalculationResult } from './replica-calculation';
import { getResourceReplicas } from './resource-replicas';
import type { Tolerances } from './tolerance';
import type { ConditionReason, MetricReading, MetricSpec, MetricType, Observation } from './types';
import { getExternalMetricReplicas, getObjectMetricReplicas } from './usage-ratio-replicas';

const FAILED_REASONS: Record<MetricType, ConditionReason> = {
  Resource: 'FailedGetResourceMetric',
  ContainerResource: 'FailedGetContainerResourceMetric',
  Pods: 'FailedGetPodsMetric',
  Object: 'FailedGetObjectMetric',
  External: 'FailedGetExternalMetric',
};

/** Returns the reason of the ScalingActive condition if this metric fails. */
export function failedReason(spec: MetricSpec, parameters: ControllerParameters): ConditionReason {
  if (!isServed(spec, parameters)) return '';
  return FAILED_REASONS[spec.type] ?? 'InvalidMetricSourceType';
}

/** Computes the proposal of one metric, or its error. */
export function computeReplicasForMetric(
  spec: MetricSpec, reading: MetricReading, observation: Observation, tolerances: Tolerances, parameters: ControllerParameters,
): CalculationResult {
  if (!isServed(spec, parameters)) return { error: 'ContainerResource metric type is not supported: disabled by the feature gate' };
  if ('error' in reading) return reading;
  switch (spec.type) {
    case 'Resource':
    case 'ContainerResource':
      return computeStatusForResourceMetric(spec, reading, observation, tolerances, parameters);
    case 'Pods':
      return computeStatusForPodsMetric(spec, reading, observation, tolerances, parameters);
    case 'Object':
      return computeStatusForObjectMetric(spec, reading, observation, tolerances, parameters);
    case 'External':
      return computeStatusForExternalMetric(spec, reading, observation, tolerances, parameters);
    default:
      return { error: `unknown metric source type "${spec.type as string}"` };
  }
}

function isServed(spec: MetricSpec, parameters: ControllerParameters): boolean {
  return spec.type !== 'ContainerResource' || parameters.kubernetesMinor >= 30 || parameters.featureGates.HPAContainerMetrics;
}

function computeStatusForResourceMetric(
  { target, resource = '', container }: MetricSpec, reading: MetricReading, { specReplicas, pods, now }: Observation, tolerances: Tolerances,
  parameters: ControllerParameters,
): CalculationResult {
  if (!('samples' in reading)) return misread('samples of pods');
  if (target.averageValueMilli !== undefined) {
    return calcPlainMetricReplicas(specReplicas, target.averageValueMilli, resource, pods, reading, tolerances, now, parameters);
  }
  if (target.averageUtilization === undefined) {
    return { error: 'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set' };
  }
  return getResourceReplicas(specReplicas, target.averageUtilization, resource, container, pods, reading, tolerances, now, parameters);
}

function computeStatusForPodsMetric(
  { target }: MetricSpec, reading: MetricReading, { specReplicas, pods, now }: Observation, tolerances: Tolerances, parameters: ControllerParameters,
): CalculationResult {
  if (!('samples' in reading)) return misread('samples of pods');
  if (target.averageValueMilli === undefined) return { error: 'invalid pods metric source: no average value target was set' };
  return calcPlainMetricReplicas(specReplicas, target.averageValueMilli, undefined, pods, reading, tolerances, now, parameters);
}

function computeStatusForObjectMetric(
  { target }: MetricSpec, reading: MetricReading, { specReplicas, statusReplicas, pods }: Observation, tolerances: Tolerances,
  { kubernetesMinor }: ControllerParameters,
): CalculationResult {
  if (!('valueMilli' in reading)) return misread('a value');
  if (target.type === 'Value' && target.valueMilli !== undefined) {
    return getObjectMetricReplicas(specReplicas, target.valueMilli, reading.valueMilli, pods, tolerances, kubernetesMinor);
  }
  if (target.type === 'AverageValue' && target.averageValueMilli !== undefined) {
    return getObjectPerPodMetricReplicas(statusReplicas, target.averageValueMilli, reading.valueMilli, tolerances);
  }
  return { error: 'invalid object metric source: neither a value target nor an average value target was set' };
}

function computeStatusForExternalMetric(
  { target }: MetricSpec, reading: MetricReading, { specReplicas, statusReplicas, pods }: Observation, tolerances: Tolerances,
  { kubernetesMinor }: ControllerParameters,
): CalculationResult {
  if (!('samplesMilli' in reading)) return misread('samples of series');
  const { samplesMilli } = reading;
  if (samplesMilli.length === 0) return { error: 'no metrics returned from external metrics API' };
  if (target.averageValueMilli !== undefined) {
    return getExternalPerPodMetricReplicas(statusReplicas, target.averageValueMilli, samplesMilli, tolerances, kubernetesMinor);
  }
  if (target.valueMilli !== undefined) {
    return getExternalMetricReplicas(specReplicas, target.valueMilli, samplesMilli, pods, tolerances, kubernetesMinor);
  }
  return { error: 'invalid external metric source: neither a value target nor an average value target was set' };
}

function misread(what: string): CalculationResult {
  return { error: `the reading is not ${what}, as this type of metric needs` };
}
