import { Quantity } from '../../values/quantity';
import { type Fields, fieldsAt, fieldsListAt, isFields, listAt, numberAt, textAt } from '../../values/fields';
import { SCALED_OBJECT_DEFAULTS } from '../scaled-object-defaults';
import { formulaProblem } from '../formula/formula';
import { type KedaCluster } from '../keda-cluster';
import { type KedaVersion } from '../keda-version';
import { type KedaProblem } from '../problem';
import { goFloat } from '../scaler/go-values';
import { admissionOfTriggers, scalerProblems, type TriggerOwner } from './judge-triggers';
import { resourceProblems, withResource } from './resource-fields';

const RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory']);
const LONGEST_NAME = 63;

/**
 * Returns the reasons for which the API server, KEDA's admission webhook or the operator refuses a ScaledObject;
 * empty if it is accepted.
 */
export function judgeScaledObject(object: Fields, cluster: KedaCluster, { minor }: KedaVersion): readonly KedaProblem[] {
  const refused = resourceProblems('ScaledObject', object, minor);
  const namespace = textAt(object, 'metadata', 'namespace') ?? 'default';
  const target = targetOf(object);
  const workload = cluster.find(target.kind, namespace, target.name);
  const owner = ownerOf(object, cluster);
  return withResource(refused, [
    ...(minor < 20 ? targetProblems(object) : []), ...otherScaledObjects(object, namespace, cluster), ...otherHpas(object, namespace, cluster),
    ...modifierProblems(object, minor), ...resourceTriggers(object, workload, namespace, cluster, minor),
    ...boundProblems(object), ...fallbackProblems(object, minor), ...nameProblems(object, minor),
    ...admissionOfTriggers(object), ...scalerProblems(owner, cluster, minor),
  ]);
}

/** Returns the ScaledObject as the owner of its triggers. */
export function ownerOf(object: Fields, cluster: KedaCluster): TriggerOwner {
  const namespace = textAt(object, 'metadata', 'namespace') ?? 'default';
  const target = targetOf(object);
  const workload = cluster.find(target.kind, namespace, target.name);
  return {
    object, namespace, asMetricSource: modifiersOf(object) !== undefined,
    ...(workload && { template: fieldsAt(workload, 'spec', 'template') }), ...containerOf(object),
  };
}

/** Workload that a ScaledObject scales. */
interface Target {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
}

export function targetOf(object: Fields): Target {
  return {
    group: textAt(object, 'spec', 'scaleTargetRef', 'apiVersion') || 'apps/v1', kind: textAt(object, 'spec', 'scaleTargetRef', 'kind') || 'Deployment',
    name: textAt(object, 'spec', 'scaleTargetRef', 'name') ?? '',
  };
}

/**
 * Yields a problem if scaleTargetRef.name is empty: the operator finds no target. The custom resource of 2.20 refuses
 * it already.
 */
function targetProblems(object: Fields): readonly KedaProblem[] {
  if (textAt(object, 'spec', 'scaleTargetRef', 'name') !== '') return [];
  return [{ stage: 'admission', subject: 'target', field: 'spec.scaleTargetRef.name', message: 'is empty; set it' }];
}

function isSame(one: Target, other: Target): boolean {
  return one.group === other.group && one.kind === other.kind && one.name === other.name;
}

function containerOf(object: Fields): { readonly container?: string } {
  const container = textAt(object, 'spec', 'scaleTargetRef', 'envSourceContainerName');
  return container ? { container } : {};
}

function nameOf(object: Fields): string {
  return textAt(object, 'metadata', 'name') ?? '';
}

/** Returns the name of the HorizontalPodAutoscaler that KEDA makes. */
export function hpaNameOf(object: Fields): string {
  return textAt(object, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') || `keda-hpa-${nameOf(object)}`;
}

/** Returns spec.advanced.scalingModifiers; undefined if none of its fields is set. */
export function modifiersOf(object: Fields): Fields | undefined {
  const modifiers = fieldsAt(object, 'spec', 'advanced', 'scalingModifiers');
  return modifiers && ['formula', 'target', 'activationTarget', 'metricType'].some((key) => (modifiers[key] ?? '') !== '') ? modifiers : undefined;
}

function* otherScaledObjects(object: Fields, namespace: string, cluster: KedaCluster): Iterable<KedaProblem> {
  for (const other of cluster.list('ScaledObject', namespace)) {
    if (nameOf(other) === nameOf(object)) continue;
    if (isSame(targetOf(other), targetOf(object))) {
      yield { stage: 'admission', subject: 'autoscalers', field: 'spec.scaleTargetRef', message: `is scaled by ScaledObject ${nameOf(other)} already; keep one of the two` };
    } else if (hpaNameOf(other) === hpaNameOf(object)) {
      yield { stage: 'admission', field: 'spec.advanced.horizontalPodAutoscalerConfig.name', message: `is ${hpaNameOf(object)}, which ScaledObject ${nameOf(other)} uses already; give it another name` };
    }
  }
}

const ANNOTATION = 'scaledobject.keda.sh/transfer-hpa-ownership';

function* otherHpas(object: Fields, namespace: string, cluster: KedaCluster): Iterable<KedaProblem> {
  for (const hpa of cluster.list('HorizontalPodAutoscaler', namespace)) {
    if (textAt(hpa, 'metadata', 'annotations', 'validations.keda.sh/hpa-ownership') === 'false' || !isSame(targetOf(hpa), targetOf(object))) continue;
    if (fieldsListAt(hpa, 'metadata', 'ownerReferences').some((owner) => owner.kind === 'ScaledObject' && owner.name === nameOf(object))) continue;
    const field = 'spec.scaleTargetRef';
    if (textAt(object, 'metadata', 'annotations', ANNOTATION) !== 'true') {
      yield { stage: 'admission', subject: 'autoscalers', field, message: `is scaled by HorizontalPodAutoscaler ${nameOf(hpa)} already; remove it, or transfer it with the annotation ${ANNOTATION}` };
    } else if (textAt(object, 'spec', 'advanced', 'horizontalPodAutoscalerConfig', 'name') !== nameOf(hpa)) {
      yield { stage: 'admission', subject: 'autoscalers', field, message: `is scaled by HorizontalPodAutoscaler ${nameOf(hpa)}; name it as spec.advanced.horizontalPodAutoscalerConfig.name to transfer it` };
    }
  }
}

function* modifierProblems(object: Fields, minor: number): Iterable<KedaProblem> {
  const path = 'spec.advanced.scalingModifiers';
  const modifiers = modifiersOf(object);
  const formula = textAt(modifiers, 'formula') ?? '';
  if (minor >= 20 && textAt(object, 'spec', 'fallback', 'behavior') === 'scalingModifiers' && formula === '') {
    yield { stage: 'admission', field: 'spec.fallback.behavior', message: `is scalingModifiers without a formula; set ${path}.formula` };
  }
  if (!modifiers) return;
  if (formula === '') return yield { stage: 'admission', field: `${path}.formula`, message: 'is missing; set it, or leave scalingModifiers out' };
  const target = textAt(modifiers, 'target') ?? '';
  if (target === '') return yield { stage: 'admission', field: `${path}.target`, message: 'is missing; set the target of the formula for each replica' };
  const names = fieldsListAt(object, 'spec', 'triggers').filter(({ type }) => !RESOURCES.has(String(type))).flatMap(({ name }) => (typeof name === 'string' && name !== '' ? [name] : []));
  const fault = formulaProblem(formula, names, minor);
  if (fault !== undefined) yield { stage: 'admission', field: `${path}.formula`, message: fault };
  const value = goFloat(target);
  if (value === undefined || value <= 0) yield { stage: 'admission', field: `${path}.target`, message: `is "${target}", which must be a number above 0` };
  if (textAt(modifiers, 'metricType') === 'Utilization') yield { stage: 'admission', field: `${path}.metricType`, message: 'is Utilization; use AverageValue or Value' };
}

/**
 * Yields the problems of cpu and memory triggers, which need requests or limits, and another trigger or a minimum of
 * at least 1.
 */
function* resourceTriggers(object: Fields, workload: Fields | undefined, namespace: string, cluster: KedaCluster, minor: number): Iterable<KedaProblem> {
  const triggers = fieldsListAt(object, 'spec', 'triggers');
  const { group, kind } = targetOf(object);
  if (group !== 'apps/v1' || !['Deployment', 'StatefulSet'].includes(kind) || !triggers.some(({ type }) => RESOURCES.has(String(type)))) return;
  if (!workload && cluster.isWhole) return yield { stage: 'admission', subject: 'target', field: 'spec.scaleTargetRef', message: 'names a workload that does not exist; create it first' };
  const spec = fieldsAt(workload, 'spec', 'template', 'spec');
  for (const [index, trigger] of triggers.entries()) {
    const type = String(trigger.type);
    if (!RESOURCES.has(type) || !spec || limitRangesSet(cluster, namespace, type)) continue;
    const name = textAt(trigger, 'metadata', 'containerName') ?? '';
    if (minor >= 21 && name === '' && isResourceSet(fieldsAt(spec, 'resources'), 'requests', 'limits', type)) continue;
    const bare = fieldsListAt(spec, 'containers').find((container) => (name === '' || container.name === name) && !isResourceSet(fieldsAt(container, 'resources'), 'requests', 'limits', type));
    if (bare) yield { stage: 'admission', subject: 'requests', field: `spec.triggers[${index}] (${type})`, trigger: index, message: `needs a ${type} request, which container ${String(bare.name)} does not have; add it` };
  }
  if (triggers.every(({ type }) => RESOURCES.has(String(type))) && (numberAt(object, 'spec', 'minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount) === 0) {
    yield { stage: 'admission', subject: 'zero', field: 'spec.minReplicaCount', message: 'is 0 with cpu and memory triggers alone, which cannot scale a workload from zero; set it to 1, or add another trigger' };
  }
}

function isResourceSet(owner: Fields | undefined, requests: string, limits: string, resource: string): boolean {
  const amount = (key: string): number => {
    const value = fieldsAt(owner, key)?.[resource];
    return value === undefined ? 0 : Number(Quantity.tryParse(String(value))?.toNumber() ?? 0);
  };
  return amount(requests) > 0 || amount(limits) > 0;
}

function limitRangesSet(cluster: KedaCluster, namespace: string, resource: string): boolean {
  return cluster.list('LimitRange', namespace).some((range) => listAt(range, 'spec', 'limits').some((limit) => isFields(limit) && limit.type === 'Container' && isResourceSet(limit, 'defaultRequest', 'default', resource)));
}

/** Yields contradictions between the replica bounds. */
export function* boundProblems(object: Fields): Iterable<KedaProblem> {
  const given = numberAt(object, 'spec', 'minReplicaCount');
  const min = given === undefined ? 0 : Math.max(given, 1);
  const [max, idle] = [numberAt(object, 'spec', 'maxReplicaCount') ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount, numberAt(object, 'spec', 'idleReplicaCount')];
  if (min > max) yield { stage: 'admission', subject: 'bounds', field: 'spec.minReplicaCount', message: `is ${given}, above maxReplicaCount ${max}; raise the maximum` };
  if (idle !== undefined && idle >= min) yield { stage: 'admission', subject: 'bounds', field: 'spec.idleReplicaCount', message: `is ${idle}, not below minReplicaCount ${given ?? 0}; lower it, or leave it out` };
}

function* fallbackProblems(object: Fields, minor: number): Iterable<KedaProblem> {
  const fallback = fieldsAt(object, 'spec', 'fallback');
  // the webhook of 2.16 finds these problems but admits the object
  if (!fallback || minor < 17) return;
  for (const name of ['failureThreshold', 'replicas']) {
    if ((numberAt(fallback, name) ?? 0) < 0) yield { stage: 'admission', field: `spec.fallback.${name}`, message: `is ${numberAt(fallback, name)}, which must be at least 0` };
  }
  const modifiers = modifiersOf(object);
  if (modifiers) {
    if (minor < 18 && modifiers.metricType === 'Value') yield { stage: 'admission', field: 'spec.fallback', message: `works with scalingModifiers.metricType AverageValue alone in KEDA 2.${minor}; set it, or leave the fallback out` };
    return;
  }
  const counts = ({ type, metricType }: Fields): boolean => !RESOURCES.has(String(type)) && (minor >= 18 || ['', 'AverageValue'].includes(String(metricType ?? '')));
  if (!fieldsListAt(object, 'spec', 'triggers').some(counts)) {
    yield { stage: 'admission', field: 'spec.fallback', message: `needs a trigger that is not cpu or memory${minor < 18 ? ' and has metricType AverageValue' : ''}; add one, or leave the fallback out` };
  }
}

function* nameProblems(object: Fields, minor: number): Iterable<KedaProblem> {
  const [name, hpaName] = [nameOf(object), hpaNameOf(object)];
  if (minor < 20) return;
  if (name.length > LONGEST_NAME) yield { stage: 'admission', field: 'metadata.name', message: `has ${name.length} characters and becomes the value of a label; shorten it to ${LONGEST_NAME}` };
  else if (hpaName.length > LONGEST_NAME && hpaName !== `keda-hpa-${name}`) {
    yield { stage: 'admission', field: 'spec.advanced.horizontalPodAutoscalerConfig.name', message: `has ${hpaName.length} characters, above ${LONGEST_NAME}; shorten it` };
  } else if (hpaName.length > LONGEST_NAME) {
    yield { stage: 'admission', field: 'metadata.name', message: `makes the name ${hpaName} of the HorizontalPodAutoscaler, which has ${hpaName.length} characters, above ${LONGEST_NAME}; shorten it, or set spec.advanced.horizontalPodAutoscalerConfig.name` };
  }
}
