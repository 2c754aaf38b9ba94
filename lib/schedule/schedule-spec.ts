import { UserError } from '../values/user-error';
import { dayOf, MINUTES_A_DAY } from './calendar';
import { LocalClock } from './local-clock';
import { parseTimeRange } from './time-of-day';

/** Schedule as plain data: a minimum number of replicas in a window of some days, in a time zone. */
export interface ScheduleSpec {
  readonly atLeast: number;
  /** Window: '9:00-17:00'. A window past midnight belongs to the day on which it begins. */
  readonly time: string;
  /** IANA time zone name: 'Europe/Berlin'. */
  readonly timeZone: string;
  /** Weekdays: 1 is Monday, 7 is Sunday. Omitted: every day. */
  readonly weekdays?: readonly number[];
  /** Days of the month, 1 to 31; the weekday has to match as well. Omitted: every day. */
  readonly daysOfMonth?: readonly number[];
  /** Single dates: '2026-12-24'. Omitted: every date that the other fields allow. */
  readonly dates?: readonly string[];
  /** First and last date. */
  readonly from?: string;
  readonly until?: string;
  /** Excluded dates. */
  readonly except?: readonly string[];
  /** Ramp durations in minutes: the level rises before the window, and falls after it. */
  readonly rampUp?: number;
  readonly rampDown?: number;
}

const KEYS: Record<keyof ScheduleSpec, true> = {
  atLeast: true, time: true, timeZone: true, weekdays: true, daysOfMonth: true, dates: true, from: true, until: true, except: true,
  rampUp: true, rampDown: true,
};
const MOST_REPLICAS = 0x7fffffff;

/**
 * Validates a schedule.
 *
 * @throws UserError for an invalid replica count, time, zone or date, an empty list, or ramps that overlap the next
 * day's
 */
export function checkedSpec(spec: ScheduleSpec): ScheduleSpec {
  const { atLeast, time, timeZone, rampUp = 0, rampDown = 0 } = spec;
  const stray = Object.keys(spec).find((key) => !Object.hasOwn(KEYS, key));
  if (stray !== undefined) throw new UserError(`a schedule has no field '${stray}'; use ${Object.keys(KEYS).join(', ')}`);
  if (!isWhole(atLeast, 1, MOST_REPLICAS)) throw new UserError(`atLeast of a schedule is ${atLeast}; set a whole number above 0`);
  requireZone(timeZone);
  const { length } = parseTimeRange(time);
  for (const [name, ramp] of [['rampUp', rampUp], ['rampDown', rampDown]] as const) {
    if (!isWhole(ramp, 0, MINUTES_A_DAY)) throw new UserError(`${name} of a schedule must be whole minutes within a day, got ${ramp} min`);
  }
  if (length + rampUp + rampDown > MINUTES_A_DAY) {
    throw new UserError(`the window ${time} with its ramps of ${rampUp} and ${rampDown} minutes is longer than a day and overlaps its next occurrence; shorten it`);
  }
  requireNumbers(spec.weekdays, 'weekdays', 1, 7);
  requireNumbers(spec.daysOfMonth, 'daysOfMonth', 1, 31);
  requireDates(spec);
  return spec;
}

function requireDates({ weekdays, daysOfMonth, dates, except, from, until }: ScheduleSpec): void {
  if (dates?.length === 0) throw new UserError('dates of a schedule is an empty list; add at least one, or remove it for every day');
  if (dates && (weekdays || daysOfMonth || except || from !== undefined || until !== undefined)) {
    throw new UserError('a schedule with dates cannot have weekdays, daysOfMonth, except, from or until; remove them, and list the dates');
  }
  [...dates ?? [], ...except ?? []].forEach(dayOf);
  if (from !== undefined && until !== undefined && dayOf(from) > dayOf(until)) throw new UserError(`until of a schedule (${until}) is before from (${from}); swap the two`);
  [from, until].forEach((date) => date !== undefined && dayOf(date));
}

function requireNumbers(numbers: readonly number[] | undefined, name: string, least: number, most: number): void {
  if (numbers?.length === 0) throw new UserError(`${name} of a schedule is an empty list; add at least one, or remove it for every day`);
  const wrong = numbers?.find((number) => !isWhole(number, least, most));
  if (wrong !== undefined) throw new UserError(`${name} of a schedule contains ${wrong}; use whole numbers from ${least} to ${most}`);
}

/** Requires the exact IANA spelling: other readers of the name are case-sensitive, Intl is not. */
function requireZone(timeZone: string): void {
  LocalClock.of(timeZone);
  if (!/^(?:[A-Z][\w+-]*)(?:\/[A-Z][\w+-]*)*$/.test(timeZone)) {
    throw new UserError(`time zone '${timeZone}' is not an IANA name; use a name such as Europe/Berlin, or UTC`);
  }
}

function isWhole(number: unknown, least: number, most: number): boolean {
  return Number.isInteger(number) && (number as number) >= least && (number as number) <= most;
}
