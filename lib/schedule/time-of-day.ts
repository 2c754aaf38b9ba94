import { UserError } from '../values/user-error';
import { MINUTES_A_DAY } from './calendar';

/** Range of local time that can cross midnight, in minutes. */
export interface TimeRange {
  /** Minutes from midnight: 0 to 1439. */
  readonly start: number;
  /** Length in minutes, 1 to 1440. The range crosses midnight if start plus length exceeds 1440. */
  readonly length: number;
}

const RANGE = /^(\d{1,2}):(\d{2})\s*[-–]\s*(\d{1,2}):(\d{2})$/;

/**
 * Parses '8:45-10:15'. An end before the start is on the next day, and '0:00-24:00' is the whole day.
 *
 * @throws UserError if the text is not a range of times
 */
export function parseTimeRange(text: string): TimeRange {
  const [, startHour, startMinute, endHour, endMinute] = RANGE.exec(text.trim()) ?? [];
  const [start, end] = [minutesOf(startHour, startMinute), minutesOf(endHour, endMinute)];
  if (!(start < MINUTES_A_DAY && end <= MINUTES_A_DAY)) {
    throw new UserError(`'${text}' is not a range of times; write start and end, as in '9:00-17:00', or '22:00-6:00' over midnight`);
  }
  if (start === end) throw new UserError(`start and end of '${text}' are the same; write '0:00-24:00' for a whole day`);
  return { start, length: end > start ? end - start : end + MINUTES_A_DAY - start };
}

/** Formats a minute of the day as '9:00'; 1440 as '24:00'. */
export function timeText(minute: number): string {
  return `${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
}

function minutesOf(hours: string, minutes: string): number {
  return Number(minutes) > 59 ? NaN : Number(hours) * 60 + Number(minutes);
}
