import { type FieldProblem, validateHpa } from '../../hpa';
import { type Fields, fieldsAt, isFields, textAt } from '../../values/fields';
import { hasFeature, KubernetesVersion } from '../../values/kubernetes-version';
import { type ApiServer, type KedaCluster } from '../keda-cluster';
import { type KedaVersion } from '../keda-version';
import { isPaused } from '../pause';
import { type KedaProblem } from '../problem';
import { hpaOfScaledObject, type HpaMetric } from './scaled-object-hpa';

const CONFIG = 'spec.advanced.horizontalPodAutoscalerConfig';
const NEWEST: ApiServer = { kubernetesVersion: KubernetesVersion.V1_37, featureGates: [] };

/**
 * Returns problems for which the API server refuses the HorizontalPodAutoscaler that KEDA makes from a ScaledObject.
 * KEDA makes none for a paused ScaledObject.
 */
export function judgeScaledObjectHpa(object: Fields, cluster: KedaCluster, version: KedaVersion): readonly KedaProblem[] {
  if (isPaused(object)) return [];
  const { hpa, metrics } = hpaOfScaledObject(object, cluster, version.minor);
  const apiServer = cluster.apiServer ?? NEWEST;
  const problems = validateHpa(withoutDroppedTolerance(hpa, version, apiServer), apiServer.kubernetesVersion, apiServer.featureGates);
  return problems.filter(({ field }) => field !== '').map((problem) => translated(problem, object, metrics));
}

/** Removes the tolerances that KEDA's custom resource or the API server drops, and so does not refuse. */
function withoutDroppedTolerance(hpa: Fields, { passesOnTolerance }: KedaVersion, { kubernetesVersion, featureGates }: ApiServer): Fields {
  const behavior = fieldsAt(hpa, 'spec', 'behavior');
  if (!behavior || (passesOnTolerance && hasFeature(kubernetesVersion, featureGates, 'hpaTolerance'))) return hpa;
  const rules = Object.entries(behavior).map(([direction, value]) => [direction, isFields(value) ? without(value, 'tolerance') : value]);
  return { ...hpa, spec: { ...fieldsAt(hpa, 'spec'), behavior: Object.fromEntries(rules) as Fields } };
}

function without(fields: Fields, name: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

/** Maps a problem of the HorizontalPodAutoscaler to the field of the ScaledObject that causes it. */
function translated({ field, message }: FieldProblem, object: Fields, metrics: readonly HpaMetric[]): KedaProblem {
  const [source, trigger] = sourceOf(field, object, metrics);
  return {
    stage: 'hpa', field: source, ...(trigger !== undefined && { trigger }),
    message: `becomes ${field} of the HorizontalPodAutoscaler that KEDA creates, which ${message}`,
  };
}

function sourceOf(field: string, object: Fields, metrics: readonly HpaMetric[]): [field: string, trigger?: number] {
  if (field.startsWith('spec.behavior')) return [field.replace('spec', CONFIG)];
  if (field === 'metadata.name') return [textAt(object, ...CONFIG.split('.'), 'name') ? `${CONFIG}.name` : 'metadata.name'];
  const position = /^spec\.metrics\[(\d+)\]/.exec(field)?.[1];
  if (position !== undefined) {
    const { trigger, targetField } = metrics[Number(position)];
    if (field.endsWith('.target.type')) return [trigger === undefined ? 'spec.advanced.scalingModifiers.metricType' : `spec.triggers[${trigger}].metricType`, trigger];
    return [field.endsWith('.container') ? targetField.replace(/value$/, 'containerName') : targetField, trigger];
  }
  return [field.replace('metadata.labels', 'metadata.name').replace('Replicas', 'ReplicaCount')];
}
