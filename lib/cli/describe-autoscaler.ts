import { SCALED_OBJECT_DEFAULTS } from '../keda/scaled-object-defaults';
import { fieldsAt, fieldsListAt, type Fields, groupOf, listAt, type Manifest, numberAt, textAt, valueAt } from '../manifest';
import { triggerTypeOf } from '../scenario/trigger-types';
import { SCHEDULES_ANNOTATION } from '../values/annotations';
import { describeSchedule } from '../schedule/describe';
import { parseScheduleNote } from '../schedule/schedule-note';

/**
 * Describes an autoscaler, or the object of its schedules, in a line: '2–20 replicas on cpu 60 %,
 * http_requests_per_second 100'. Undefined for others.
 */
export function describeAutoscaler(manifest: Manifest): string | undefined {
  const group = groupOf(manifest.apiVersion);
  if (manifest.kind === 'HorizontalPodAutoscaler' && group === 'autoscaling') return describeHpa(manifest);
  if (manifest.kind === 'ScaledObject' && group === 'keda.sh') return describeScaledObject(manifest);
  if (manifest.kind === 'CronJob' && group === 'batch') return describeSchedules(manifest);
  return undefined;
}

/** 'Mondays 8:45-10:15 Europe/Berlin at least 10' */
function describeSchedules(manifest: Manifest): string | undefined {
  const note = textAt(manifest, 'metadata', 'annotations', SCHEDULES_ANNOTATION);
  try {
    return note === undefined ? undefined : parseScheduleNote(note).schedules.map(describeSchedule).join('; ');
  } catch {
    // A list shows what there is; `check` says what is wrong with it.
    return undefined;
  }
}

function describeHpa(manifest: Manifest): string {
  const percent = numberAt(manifest, 'spec', 'targetCPUUtilizationPercentage');
  const metrics = [...(percent === undefined ? [] : [`cpu ${percent} %`]), ...fieldsListAt(manifest, 'spec', 'metrics').map(describeMetric)];
  const bounds = replicas(numberAt(manifest, 'spec', 'minReplicas') ?? 1, numberAt(manifest, 'spec', 'maxReplicas'));
  return `${bounds} on ${metrics.length > 0 ? metrics.join(', ') : 'cpu 80 % (the default)'}`;
}

function describeMetric(metric: Fields): string {
  const type = textAt(metric, 'type') ?? '';
  const source = fieldsAt(metric, type.charAt(0).toLowerCase() + type.slice(1));
  const name = textAt(source, 'name') ?? textAt(source, 'metric', 'name') ?? type;
  const container = textAt(source, 'container');
  const utilization = numberAt(source, 'target', 'averageUtilization');
  const value = utilization !== undefined ? `${utilization} %` : shown(valueAt(source, 'target', 'averageValue')) ?? `${shown(valueAt(source, 'target', 'value')) ?? '?'} in all`;
  return `${container === undefined ? '' : `${container}'s `}${name} ${value}`;
}

function describeScaledObject(manifest: Manifest): string {
  const triggers = listAt(manifest, 'spec', 'triggers').map(describeTrigger);
  return `${replicas(numberAt(manifest, 'spec', 'minReplicaCount') ?? SCALED_OBJECT_DEFAULTS.minReplicaCount, numberAt(manifest, 'spec', 'maxReplicaCount') ?? SCALED_OBJECT_DEFAULTS.maxReplicaCount)} on ${triggers.join(', ')} (KEDA)`;
}

/** 'kafka 50', 'cpu 60 %', 'morning (cron) 10 replicas from 0 8 * * 1 to 0 10 * * 1' */
function describeTrigger(trigger: unknown): string {
  const type = textAt(trigger, 'type') ?? '?';
  const name = textAt(trigger, 'name');
  const said = name === undefined ? type : `${name} (${type})`;
  const field = (key: string): string | undefined => shown(valueAt(trigger, 'metadata', key));
  if (type === 'cron') {
    const desired = field('desiredReplicas');
    return desired === undefined ? said : `${said} ${desired} replicas from ${field('start') ?? '?'} to ${field('end') ?? '?'}`;
  }
  if (type === 'cpu' || type === 'memory') {
    const unit = (textAt(trigger, 'metricType') ?? field('type') ?? 'Utilization') === 'Utilization' ? ' %' : '';
    return field('value') === undefined ? said : `${said} ${field('value')}${unit}`;
  }
  const { thresholds, defaultThreshold } = triggerTypeOf(type);
  const threshold = thresholds.map(field).find((value) => value !== undefined) ?? (defaultThreshold === undefined ? undefined : `${defaultThreshold} (the default)`);
  const inAll = textAt(trigger, 'metricType') === 'Value' ? ' in all' : '';
  return threshold === undefined ? said : `${said} ${threshold}${inAll}`;
}

const REPLICATED: ReadonlySet<string> = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController', 'Rollout']);

/**
 * Replicas of a workload: '3 replicas', or the autoscaler that sets them. Undefined for other objects.
 *
 * @param autoscaler the autoscalers that scale it, as in 'HorizontalPodAutoscaler web'.
 */
export function describeWorkload(manifest: Manifest, autoscaler: string | undefined): string | undefined {
  if (!REPLICATED.has(manifest.kind)) return undefined;
  const count = numberAt(manifest, 'spec', 'replicas');
  if (autoscaler !== undefined) return `scaled by ${autoscaler}${count === undefined ? '' : `; spec.replicas is ${count}`}`;
  return count === undefined ? '1 replica (the default)' : `${count} ${count === 1 ? 'replica' : 'replicas'}`;
}

function replicas(min: number, max: number | undefined): string {
  return `${min}–${max ?? '?'} replicas`;
}

function shown(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
