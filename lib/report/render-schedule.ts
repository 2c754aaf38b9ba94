import { formatNumber, formatSeconds } from '../results/format';
import { terminalTable } from './table';
import { bold, type Terminal } from './terminal';
import { type ScheduleSpec } from '../schedule/schedule-spec';
import { type ScheduleSuggestion } from '../studies/suggest-schedule/suggest-schedule';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];

/** A suggestion for people: the code, and the days that it would have missed. */
export function renderSchedule(suggestion: ScheduleSuggestion, terminal: Terminal = {}): string {
  const { trace, learnedDays, testedDays, perReplica, missed, replicaHours, remarks } = suggestion;
  const rows = missed.map(({ date, weekday, minutes, at, needed, scheduled }) => [`${date} ${weekday}`, formatSeconds(minutes * 60), at, String(needed), String(scheduled)]);
  return [
    `${trace}: made from ${learnedDays} days, tested on ${testedDays} that it did not see; a replica serves ${formatNumber(perReplica)} requests per second.`,
    ...remarks,
    '',
    bold(suggestion.schedules.length === 0 ? 'NO SCHEDULE: no window is worth it; minReplicas meets what comes at all times.' : 'SCHEDULE', terminal.color),
    scheduleCode(suggestion),
    '',
    missed.length === 0
      ? `it would have missed none of the ${testedDays} days`
      : `it would have missed ${missed.length} of the ${testedDays} days, which are left to the other metrics of the policy:\n${terminalTable({ head: ['day', 'for', 'worst at', 'needed', 'scheduled'], rows }, terminal)}`,
    `replica hours of these days: ${formatNumber(replicaHours.scheduled)} scheduled, ${formatNumber(replicaHours.needed)} needed`,
  ].join('\n');
}

/** The props of a ScalingPolicy. */
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
