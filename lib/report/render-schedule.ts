import { formatNumber, formatSeconds } from '../results/format';
import { type ScheduleSpec } from '../schedule/schedule-spec';
import { type ScheduleSuggestion } from '../studies/suggest-schedule/suggest-schedule';
import { kedaTriggers, scheduleCronJobs } from './schedule-manifests';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** Renders a suggested schedule: the code, and the missed days. */
export function renderSchedule(suggestion: ScheduleSuggestion, terminal: Terminal = {}): string {
  const { trace, learnedDays, testedDays, perReplica, missed, replicaHours, remarks } = suggestion;
  const rows = missed.map(({ date, weekday, minutes, at, needed, scheduled }) => [`${date} ${weekday}`, formatSeconds(minutes * 60), at, String(needed), String(scheduled)]);
  return [
    `${trace}: made from ${learnedDays} days, tested on ${testedDays} that it did not see; a replica serves ${formatNumber(perReplica)} requests per second.`,
    ...remarks,
    '',
    ...(suggestion.schedules.length === 0 ? [bold(`NO SCHEDULE: ${whyNone(suggestion)}`, terminal.color), scheduleCode(suggestion)] : [
      bold('SCHEDULE', terminal.color),
      scheduleCode(suggestion),
      '',
      bold('KEDA: in the spec of a ScaledObject', terminal.color),
      kedaTriggers(suggestion),
      '',
      bold('YAML: CronJobs that set minReplicas of the HorizontalPodAutoscaler web (replace web by the name of yours; leave spec.minReplicas out of what GitOps syncs)', terminal.color),
      scheduleCronJobs(suggestion),
    ]),
    '',
    missed.length === 0
      ? `it would have missed none of the ${testedDays} days`
      : `it would have missed ${missed.length} of the ${testedDays} days, which are left to the metrics of the policy:\n${terminalTable({ head: ['day', 'for', 'worst at', 'needed', 'scheduled'], rows }, terminal)}`,
    `replica hours of these days: ${formatNumber(replicaHours.scheduled)} scheduled, ${formatNumber(replicaHours.needed)} needed`,
  ].join('\n');
}

function whyNone({ missed }: ScheduleSuggestion): string {
  return missed.length === 0
    ? 'no window pays: minReplicas meets the demand at all times.'
    : 'no peak recurs from week to week; those of the days below are left to the metrics of the policy.';
}

/** Returns the props of a ScalingPolicy. */
export function scheduleCode({ minReplicas, schedules }: Pick<ScheduleSuggestion, 'minReplicas' | 'schedules'>): string {
  const lines = [`minReplicas: ${minReplicas},`];
  return (schedules.length === 0 ? lines : [...lines, 'schedules: [', ...schedules.map((spec) => `  ${specCode(spec)},`), '],']).join('\n');
}

function specCode({ weekdays, time, atLeast, timeZone }: ScheduleSpec): string {
  const level = `'${time}', { atLeast: ${atLeast}, timeZone: '${timeZone}' })`;
  switch (weekdays?.join()) {
    case undefined: return `Schedule.daily(${level}`;
    case '1,2,3,4,5': return `Schedule.weekdays(${level}`;
    case '6,7': return `Schedule.weekends(${level}`;
    default: return `Schedule.on([${weekdays!.map((day) => `Weekday.${WEEKDAYS[day - 1]}`).join(', ')}], ${level}`;
  }
}
