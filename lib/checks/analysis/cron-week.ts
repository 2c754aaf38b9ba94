const MINUTES_A_DAY = 1440;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * The minutes of a week, from Sunday 0:00, at which a cron expression of five fields fires.
 *
 * @returns undefined where the expression is none, or depends on the month or the day of it.
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

/** 'Mon 09:05' of a minute of the week. */
export function describeMinute(minute: number): string {
  const day = DAYS[Math.floor(minute / MINUTES_A_DAY)];
  const [hours, minutes] = [Math.floor(minute / 60) % 24, minute % 60].map((part) => String(part).padStart(2, '0'));
  return `${day.charAt(0).toUpperCase()}${day.slice(1)} ${hours}:${minutes}`;
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
