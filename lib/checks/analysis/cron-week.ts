import { MINUTES_A_DAY } from '../../schedule/calendar';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * Minutes of a week, from Sunday 0:00, at which a cron expression of five fields fires.
 *
 * @returns undefined if the expression is invalid, or depends on the month or its days.
 */
export function minutesOfWeek(expression: string): readonly number[] | undefined {
  const fields = expression.trim().split(/\s+/);
  if (fields.length !== 5 || !['*', '?'].includes(fields[2]) || !['*', '?'].includes(fields[3])) return undefined;
  const minutes = values(fields[0], 0, 59);
  const hours = values(fields[1], 0, 23);
  const days = values(fields[4].toLowerCase().replace(/[a-z]{3}/g, (name) => String(DAYS.indexOf(name))), 0, 7)?.map((day) => day % 7);
  if (!minutes || !hours || !days) return undefined;
  const found = days.flatMap((day) => hours.flatMap((hour) => minutes.map((minute) => day * MINUTES_A_DAY + hour * 60 + minute)));
  return [...new Set(found)].sort((a, b) => a - b);
}

/** Day and time of a minute of the week, as in 'Mon 09:05'. */
export function describeMinute(minute: number): string {
  const day = DAYS[Math.floor(minute / MINUTES_A_DAY)];
  const [hours, minutes] = [Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, '0'));
  return `${day.charAt(0).toUpperCase()}${day.slice(1)} ${hours}:${minutes}`;
}

/** True where two windows of a week share a minute or touch, and where an expression depends on more than the week. */
export function overlap(a: CronWindow, b: CronWindow): boolean {
  const [first, second] = [spansOf(a), spansOf(b)];
  return !first || !second || first.some(([from, to]) => second.some(([start, end]) => meets(from, to, start, end)));
}

/** A window that one cron expression opens and another closes. */
export interface CronWindow {
  readonly start: string;
  readonly end: string;
}

const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** Each opening with the next closing; a closing in the next week is counted on. */
function spansOf({ start, end }: CronWindow): (readonly [from: number, to: number])[] | undefined {
  const [starts, ends] = [minutesOfWeek(start), minutesOfWeek(end)];
  if (!starts || !ends || ends.length === 0) return undefined;
  return starts.map((from) => [from, ends.find((to) => to > from) ?? ends[0] + MINUTES_A_WEEK]);
}

function meets(from: number, to: number, start: number, end: number): boolean {
  return [-MINUTES_A_WEEK, 0, MINUTES_A_WEEK].some((shift) => from <= end + shift && start + shift <= to);
}

function values(field: string, from: number, to: number): number[] | undefined {
  const found: number[] = [];
  for (const part of field.split(',')) {
    const match = /^(?:[*?]|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first, last, step] = match;
    const start = first === undefined ? from : Number(first);
    const end = last !== undefined ? Number(last) : first === undefined || step !== undefined ? to : start;
    if (start < from || end > to || start > end || step === '0') return undefined;
    for (let value = start; value <= end; value += Number(step ?? 1)) found.push(value);
  }
  return found;
}
