import { SCALED_OBJECT_DEFAULTS } from '../keda/scaled-object-defaults';
import { describeManifest, fieldsAt, type Fields, fieldsListAt, isFields, type Manifest, numberAt, textAt, valueAt } from '../manifest';
import { KedaCron } from '../keda/cron';
import { UserError } from '../values/user-error';
import { parseFormula } from '../keda/formula/formula';
import { isOn, kedaAnnotation, pausedReplicas } from '../keda/pause';
import { type Fallback, type FallbackBehavior, type KafkaOptions, type ScaledObjectSpec, type ScalingModifiers, type Trigger, type TriggerSource } from '../simulator/world/scaled-object';
import { FieldReader } from './field-reader';
import { kedaHpaManifest, type ResourceTrigger } from './keda-hpa-manifest';
import { type Metadata, triggerTypeOf } from './trigger-types';

/** Parsed ScaledObject. */
export interface ReadScaledObject {
  readonly spec: ScaledObjectSpec;
  /** HPA that KEDA creates for it. */
  readonly hpa: Manifest;
  /** Metadata of each of the spec's triggers. */
  readonly metadata: readonly Metadata[];
  /** Pause annotations (autoscaling.keda.sh/paused, …): no HPA, no polling; with the replicas if set. */
  readonly paused?: { readonly replicas?: number };
}

const BEHAVIORS: readonly FallbackBehavior[] = ['static', 'currentReplicas', 'currentReplicasIfHigher', 'currentReplicasIfLower', 'scalingModifiers'];

/**
 * Parses a ScaledObject with KEDA's defaults.
 *
 * @param partitionsOf returns the number of partitions of a Kafka trigger, which the ScaledObject does not contain.
 * @throws UserError for values that the API server or KEDA rejects, and for features that the simulator does not
 * support.
 */
export function readScaledObject(manifest: Manifest, partitionsOf: (metadata: Metadata, maxReplicas: number) => number, place?: string): ReadScaledObject {
  const read = new FieldReader(`${place === undefined ? '' : `${place}: `}${describeManifest(manifest)}`);
  const spec = fieldsAt(manifest, 'spec') ?? read.fail('spec', manifest.spec, 'a ScaledObject needs one');
  const number = (key: string, from = 0): number | undefined => read.integer(spec, 'spec', key, from);
  const maxReplicas = number('maxReplicaCount', 1) ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount;
  const minReplicas = number('minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount;
  const idleReplicas = number('idleReplicaCount');
  if (minReplicas > maxReplicas) read.fail('spec.minReplicaCount', minReplicas, `use at most maxReplicaCount, ${maxReplicas}`);
  if (idleReplicas !== undefined && idleReplicas >= minReplicas) read.fail('spec.idleReplicaCount', idleReplicas, `use less than minReplicaCount, ${minReplicas}`);
  const given = fieldsListAt(spec, 'triggers').map((trigger, index) => readTrigger(trigger, index, (metadata) => partitionsOf(metadata, maxReplicas), read));
  if (given.length === 0) read.fail('spec.triggers', spec.triggers, 'a ScaledObject needs at least one');
  const external = given.filter((each) => 'trigger' in each);
  const triggers = external.map(({ trigger }) => trigger);
  const resources = given.flatMap((each) => ('resource' in each ? [each] : []));
  const modifiers = readModifiers(spec, triggers, read);
  const [scaleInPaused, scaleOutPaused] = [isOn(manifest, 'paused-scale-in'), isOn(manifest, 'paused-scale-out')];
  const paused = readPause(manifest, read);
  const fallback = readFallback(spec, read);
  return {
    hpa: kedaHpaManifest(manifest, { triggers, resources, ...(modifiers && { modifiers }), scaleInPaused, scaleOutPaused }),
    metadata: external.map(({ metadata }) => metadata),
    ...(paused && { paused }),
    spec: {
      pollingIntervalSeconds: number('pollingInterval', 1) ?? SCALED_OBJECT_DEFAULTS.pollingInterval,
      cooldownSeconds: number('cooldownPeriod') ?? SCALED_OBJECT_DEFAULTS.cooldownPeriod,
      initialCooldownSeconds: number('initialCooldownPeriod') ?? 0,
      minReplicas, triggers, scaleInPaused, scaleOutPaused,
      ...(idleReplicas !== undefined && { idleReplicas }),
      ...(fallback && { fallback }),
      ...(modifiers && { modifiers }),
      alwaysActive: isOn(manifest, 'force-activation'),
    },
  };
}

function readPause(manifest: Manifest, read: FieldReader): { replicas?: number } | undefined {
  const text = pausedReplicas(manifest);
  if (text === undefined) return isOn(manifest, 'paused') ? {} : undefined;
  if (!/^\d+$/.test(text)) read.fail(`annotation ${kedaAnnotation('paused-replicas')}`, text, "use a whole number from 0, as in '3'");
  return { replicas: Number(text) };
}

function readFallback(spec: Fields, read: FieldReader): Fallback | undefined {
  const fallback = fieldsAt(spec, 'fallback');
  if (!fallback) return undefined;
  const path = 'spec.fallback';
  return {
    failureThreshold: read.integer(fallback, path, 'failureThreshold', 0) ?? read.fail(`${path}.failureThreshold`, undefined, 'a fallback needs one'),
    replicas: read.integer(fallback, path, 'replicas', 0) ?? read.fail(`${path}.replicas`, undefined, 'a fallback needs them'),
    behavior: read.oneOf(fallback, path, 'behavior', BEHAVIORS) ?? 'static',
  };
}

function readModifiers(spec: Fields, triggers: readonly Trigger[], read: FieldReader): ScalingModifiers | undefined {
  const path = 'spec.advanced.scalingModifiers';
  const modifiers = fieldsAt(spec, 'advanced', 'scalingModifiers');
  const formula = textAt(modifiers, 'formula') ?? '';
  if (!modifiers || formula === '') return undefined;
  const unnamed = triggers.findIndex(({ name }) => name === undefined);
  if (unnamed >= 0) read.fail(`the name of trigger ${triggers[unnamed].metric}`, undefined, 'a formula needs the name of each trigger');
  try {
    parseFormula(formula, triggers.flatMap(({ name }) => name ?? []));
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${read.where}: ${path}.formula: ${error.message}`) : error;
  }
  const target = decimal(modifiers, path, 'target', read) ?? read.fail(`${path}.target`, undefined, 'a formula needs one');
  if (!(target > 0)) read.fail(`${path}.target`, modifiers.target, 'use a number above 0');
  return {
    formula, target,
    activationTarget: decimal(modifiers, path, 'activationTarget', read) ?? 0,
    metricType: read.oneOf(modifiers, path, 'metricType', ['AverageValue', 'Value'] as const) ?? 'AverageValue',
  };
}

type ReadTrigger = ResourceTrigger | { readonly trigger: Trigger; readonly metadata: Metadata };

function readTrigger(fields: Fields, index: number, partitions: (metadata: Metadata) => number, read: FieldReader): ReadTrigger {
  const path = `spec.triggers[${index}]`;
  const type = read.text(fields, path, 'type');
  const metadata = readMetadata(fields, path, read);
  if (type === 'cpu' || type === 'memory') return readResource(fields, type, metadata, path, read);
  const { thresholds, defaultThreshold, activations, metricName } = triggerTypeOf(type);
  const source = readSource(type, metadata, `${path}.metadata`, partitions, read);
  const threshold = source.kind === 'cron' ? 1 : firstOf(metadata, thresholds, `${path}.metadata`, read) ?? defaultThreshold
    ?? read.fail(`${path}.metadata.${thresholds[0]}`, undefined, 'set the target for each replica');
  if (!(threshold > 0)) read.fail(`${path}.metadata`, metadata, 'use a target above 0');
  const name = textAt(fields, 'name');
  const suffix = source.kind === 'cron' ? cronName(metadata) : metricName?.(metadata) ?? type;
  return {
    metadata,
    trigger: {
      ...(name !== undefined && name !== '' && { name }),
      type, threshold, source,
      metric: `s${index}-${suffix.replace(/[/.:%()]/g, '-')}`,
      metricType: read.oneOf(fields, path, 'metricType', ['AverageValue', 'Value'] as const) ?? 'AverageValue',
      activation: firstOf(metadata, activations, `${path}.metadata`, read) ?? 0,
      useCachedMetrics: valueAt(fields, 'useCachedMetrics') === true,
    },
  };
}

/** Reads metadata; the API server accepts strings only. */
function readMetadata(fields: Fields, path: string, read: FieldReader): Metadata {
  const metadata = fields.metadata ?? {};
  if (!isFields(metadata)) read.fail(`${path}.metadata`, metadata, 'use a mapping of texts');
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') read.fail(`${path}.metadata.${key}`, value, `use a text: '${String(value)}'`);
  }
  return metadata as Metadata;
}

function readResource(fields: Fields, resource: 'cpu' | 'memory', metadata: Metadata, path: string, read: FieldReader): ResourceTrigger {
  const metricType = read.oneOf(fields, path, 'metricType', ['Utilization', 'AverageValue'] as const)
    ?? read.oneOf(metadata, `${path}.metadata`, 'type', ['Utilization', 'AverageValue'] as const) ?? 'Utilization';
  const value = read.text(metadata, `${path}.metadata`, 'value');
  return { resource, metricType, value, ...(metadata.containerName && { container: metadata.containerName }) };
}

function readSource(type: string, metadata: Metadata, path: string, partitions: (metadata: Metadata) => number, read: FieldReader): TriggerSource {
  switch (type) {
    case 'cron': return { kind: 'cron', ...readCron(metadata, path, read) };
    case 'prometheus':
      read.text(metadata, path, 'query');
      return { kind: 'prometheus', ignoreNullValues: flag(metadata, path, 'ignoreNullValues', true, read) };
    case 'kafka':
    case 'apache-kafka': return { kind: 'kafka', ...readKafka(metadata, path, partitions(metadata), read) };
    default: return { kind: 'value' };
  }
}

function readKafka(metadata: Metadata, path: string, partitions: number, read: FieldReader): KafkaOptions {
  const set = (key: string): boolean => flag(metadata, path, key, false, read);
  const [allowIdleConsumers, limitToPartitionsWithLag] = [set('allowIdleConsumers'), set('limitToPartitionsWithLag')];
  if (allowIdleConsumers && limitToPartitionsWithLag) read.fail(`${path}.limitToPartitionsWithLag`, 'true', 'leave it out beside allowIdleConsumers');
  return {
    partitions, allowIdleConsumers, limitToPartitionsWithLag,
    lagThreshold: firstOf(metadata, ['lagThreshold'], path, read) ?? 10,
    ensureEvenDistributionOfPartitions: set('ensureEvenDistributionOfPartitions'),
    excludePersistentLag: set('excludePersistentLag'),
  };
}

function readCron(metadata: Metadata, path: string, read: FieldReader): { timezone: string; start: string; end: string; desiredReplicas: number } {
  const cron = {
    timezone: read.text(metadata, path, 'timezone'), start: read.text(metadata, path, 'start'), end: read.text(metadata, path, 'end'),
    desiredReplicas: firstOf(metadata, ['desiredReplicas'], path, read) ?? read.fail(`${path}.desiredReplicas`, undefined, 'a cron trigger needs them'),
  };
  try {
    new KedaCron(cron);
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${read.where}: ${path}: ${error.message}`) : error;
  }
  return cron;
}

function cronName({ timezone, start, end }: Metadata): string {
  const short = (text: string): string => text.replaceAll(' ', '').replaceAll('*', 'x').replaceAll('/', 'Sl').replaceAll('?', 'Qm');
  return `cron-${timezone}-${short(start)}-${short(end)}`;
}

function flag(metadata: Metadata, path: string, key: string, otherwise: boolean, read: FieldReader): boolean {
  const value = read.oneOf(metadata, path, key, ['true', 'false'] as const);
  return value === undefined ? otherwise : value === 'true';
}

function firstOf(metadata: Metadata, keys: readonly string[], path: string, read: FieldReader): number | undefined {
  const key = keys.find((each) => Object.hasOwn(metadata, each));
  return key === undefined ? undefined : decimal(metadata, path, key, read);
}

function decimal(parent: Fields, path: string, key: string, read: FieldReader): number | undefined {
  const value = numberAt(parent, key) ?? textAt(parent, key);
  if (value === undefined || value === '') return undefined;
  const parsed = Number(value);
  if (!Number.isFinite(parsed)) read.fail(`${path}.${key}`, value, "use a number, as in '5' or '0.5'");
  return parsed;
}
