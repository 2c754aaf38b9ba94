import { type ScheduleSpec } from './schedule-spec';

const WEEKDAYS = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];

/** Formats a schedule as text: 'weekdays 9:00-17:00 Europe/Berlin at least 6'. */
export function describeSchedule(spec: ScheduleSpec): string {
  const { atLeast, time, timeZone, from, until, except, rampUp = 0, rampDown = 0 } = spec;
  return [
    `${daysOf(spec)} ${time} ${timeZone} at least ${atLeast}`,
    ...(from !== undefined ? [`from ${from}`] : []),
    ...(until !== undefined ? [`until ${until}`] : []),
    ...(except?.length ? [`except ${except.join(', ')}`] : []),
    ...(rampUp > 0 ? [`ramp of ${rampUp} min before`] : []),
    ...(rampDown > 0 ? [`ramp of ${rampDown} min after`] : []),
  ].join(', ');
}

function daysOf({ weekdays, daysOfMonth, dates }: ScheduleSpec): string {
  if (dates) return dates.join(', ');
  const inWeek = inWords([...new Set(weekdays)].sort());
  if (!daysOfMonth) return inWeek || 'daily';
  return `${inWeek ? `${inWeek} among ` : ''}days ${daysOfMonth.join(', ')} of the month`;
}

function inWords(weekdays: readonly number[]): string {
  const key = weekdays.join('');
  if (key === '12345') return 'weekdays';
  if (key === '67') return 'weekends';
  return key === '1234567' ? '' : weekdays.map((day) => WEEKDAYS[day - 1]).join(', ');
}
