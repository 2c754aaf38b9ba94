import { UserError } from '../values/user-error';
import { formatClock } from '../results/format';

const UNITS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86400 };

/** Start and duration of a run. */
export interface RunSpan {
  /** Length of the run in seconds. */
  readonly durationSeconds: number;
  /** Unix seconds at time 0. Undefined: clock times are relative to the start. */
  readonly startEpochSeconds?: number;
}

/**
 * Parses a time of the run into seconds from its start: a time of day in UTC ('09:07', '09:07:30', 'day 2 09:07'), a
 * timestamp ('2026-01-05T09:07Z'), or a time since the start ('7m', '1h5m', '420s').
 *
 * @throws UserError if the text is none of these, or lies outside of the run.
 */
export function parseTimeOfRun(text: string, span: RunSpan): number {
  const seconds = sinceStart(text.trim()) ?? timeOfDay(text.trim(), span) ?? instant(text.trim(), span);
  if (seconds === undefined) {
    throw new UserError(`'${text}' is not a time; write a time of day such as 09:07 or 09:07:30 ('day 2 09:07' in longer runs), or a time since the start such as 7m or 1h5m`);
  }
  if (seconds < 0 || seconds > span.durationSeconds) {
    const clock = (at: number): string => formatClock(at, span.startEpochSeconds ?? null, span.durationSeconds);
    throw new UserError(`'${text}' is outside the run, which lasts from ${clock(0)} to ${clock(span.durationSeconds)}`);
  }
  return seconds;
}

function sinceStart(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?[dhms])+$/.test(text)) return undefined;
  return [...text.matchAll(/([\d.]+)([dhms])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);
}

function timeOfDay(text: string, { startEpochSeconds, durationSeconds }: RunSpan): number | undefined {
  const match = /^(?:day\s+(\d+)\s+)?(\d{1,2}):([0-5]\d)(?::([0-5]\d))?$/i.exec(text);
  if (!match) return undefined;
  const [, day, hours, minutes, seconds = '0'] = match;
  const offset = startEpochSeconds === undefined ? 0 : ((startEpochSeconds % 86400) + 86400) % 86400;
  const at = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) - offset;
  if (day !== undefined) return at + (Number(day) - 1) * 86400;
  return at < 0 && at + 86400 <= durationSeconds ? at + 86400 : at;
}

function instant(text: string, { startEpochSeconds }: RunSpan): number | undefined {
  if (startEpochSeconds === undefined || !/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return undefined;
  const milliseconds = Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000 - startEpochSeconds;
}
