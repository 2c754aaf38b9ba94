import { fieldsListAt, type Manifest } from '../../manifest';
import { meanServiceSeconds } from '../../scenario/service-model';
import { EVERY_DAY } from '../../schedule/calendar';
import { cronOf } from '../../schedule/cron-of-minute';
import { type ScheduleSpec } from '../../schedule/schedule-spec';
import { parseTimeRange } from '../../schedule/time-of-day';
import { type Workload, type World } from '../../simulator/world/world';
import { perMinute } from '../../traffic/per-minute';
import { textAt, valueAt } from '../../values/fields';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../../values/managed-by';
import { UserError } from '../../values/user-error';
import { suggestSchedule } from '../suggest-schedule/suggest-schedule';
import { cut } from './day-world';
import { type Knob, type KnobValue } from './knob';
import { type Draft, setAt } from './policy-draft';
import { scheduleObjects } from './schedule-objects';

const TRIGGERS = ['spec', 'triggers'];
/** Target slot utilization of a scheduled replica. */
const BUSY = 0.7;
const LEVELS = [0.7, 0.85, 1, 1.2, 1.5];
const TIME_ZONE = 'UTC';

/**
 * Returns the schedule settings of a HorizontalPodAutoscaler: CronJobs for the windows suggested by the traffic of
 * earlier days, at several levels. None if it already has a schedule, or a construct of this library generates it.
 *
 * @param until seconds of the traffic that may be read; later traffic is for the evaluation.
 */
export function scheduledHpaKnobs(world: World, workload: string, hpa: Manifest, until: number): Knob[] {
  const own = world.workloads.find(({ id }) => id === workload)!;
  const { autoscaler } = own;
  if (autoscaler.kind !== 'hpa' || autoscaler.floor || autoscaler.cronJobs || autoscaler.patches) return [];
  if (hpa.metadata.labels?.[MANAGED_BY_LABEL] === MANAGED_BY) return [];
  const schedules = suggested(world, own, until);
  if (schedules.length === 0) return [];
  return [{
    kind: 'schedule', workload, label: 'schedule', object: hpa, current: 0, values: [
      { text: 'none', write: () => undefined },
      ...LEVELS.map((level): KnobValue => ({
        text: levelText(schedules, level), write: () => undefined,
        adds: (written) => scheduleObjects(written, schedules.map((spec) => ({ ...spec, atLeast: Number(scaled(spec.atLeast, level)) })), TIME_ZONE),
      })),
    ],
  }];
}

function levelText(schedules: readonly ScheduleSpec[], level: number): string {
  return `${schedules.length} ${schedules.length === 1 ? 'window' : 'windows'} for ${Math.round(level * 100)} % of the usual need`;
}

/**
 * Returns the schedule settings of a ScaledObject: the levels of its cron triggers, or without any, triggers for the
 * windows suggested by the traffic of earlier days, at several levels.
 *
 * @param until seconds of the traffic that may be read; later traffic is for the evaluation.
 */
export function scheduleKnobs(world: World, workload: string, scaledObject: Manifest, until: number): Knob[] {
  const isCron = (trigger: unknown): boolean => textAt(trigger, 'type') === 'cron';
  const triggers = fieldsListAt(scaledObject, ...TRIGGERS);
  const knob = (values: readonly KnobValue[], current: number): Knob[] => [{ kind: 'schedule', workload, label: 'schedule', object: scaledObject, values, current }];
  if (triggers.some(isCron)) {
    const levels = LEVELS.map((level): KnobValue => (
      level === 1 ? { text: 'as it is', write: () => undefined } : { text: `levels × ${level}`, write: (draft) => scaleLevels(draft, level) }
    ));
    return knob(levels, LEVELS.indexOf(1));
  }
  const own = world.workloads.find(({ id }) => id === workload)!;
  const schedules = suggested(world, own, until);
  if (schedules.length === 0 || valueAt(scaledObject, 'spec', 'advanced', 'scalingModifiers', 'formula') !== undefined) return [];
  return knob([
    { text: 'none', write: () => undefined },
    ...LEVELS.map((level) => ({
      text: levelText(schedules, level),
      write: (draft: Draft) => setAt(draft, TRIGGERS, [...valueAt(draft, ...TRIGGERS) as unknown[], ...schedules.map((spec) => cronTrigger(spec, level))]),
    })),
  ], 0);
}

function scaleLevels(draft: Draft, level: number): void {
  fieldsListAt(draft, ...TRIGGERS).forEach((trigger, i) => {
    if (textAt(trigger, 'type') !== 'cron') return;
    setAt(draft, [...TRIGGERS, i, 'metadata', 'desiredReplicas'], scaled(Number(textAt(trigger, 'metadata', 'desiredReplicas')), level));
  });
}

function cronTrigger({ time, weekdays = EVERY_DAY, atLeast, timeZone }: ScheduleSpec, level: number): object {
  const { start, length } = parseTimeRange(time);
  const metadata = { timezone: timeZone, start: cronOf(start, weekdays), end: cronOf(start + length, weekdays), desiredReplicas: scaled(atLeast, level) };
  return { type: 'cron', metadata };
}

function scaled(replicas: number, level: number): string {
  return String(Math.max(1, Math.ceil(replicas * level - 1e-9)));
}

/**
 * Returns the windows suggested by at least two weeks of traffic; none with less traffic, or without recurring peaks.
 */
function suggested(world: World, { id, service }: Workload, until: number): readonly ScheduleSpec[] {
  const slots = service.kind === 'slots' ? service.concurrency : service.limits.maxNumSeqs;
  const perSecond = new Float64Array(Math.floor(until / 60));
  for (const { stages, traffic } of world.flows) {
    const visits = stages.reduce((sum, stage) => sum + (stage.workload === id ? stage.probability ?? 1 : 0), 0);
    if (visits > 0) perMinute(cut(traffic, 0, until), until).forEach((rate, minute) => (perSecond[minute] += rate * visits));
  }
  try {
    const demand = { name: id, stepSeconds: 60, perSecond, startEpochSeconds: world.startEpochSeconds ?? 0, remarks: [] };
    return suggestSchedule(demand, { perReplica: BUSY * slots / meanServiceSeconds(service), timeZone: TIME_ZONE, minReplicas: 1 }).schedules;
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
