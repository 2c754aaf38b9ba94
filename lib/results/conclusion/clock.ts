import { formatClock } from '../format';

/** Minimum duration of runs whose times are printed without seconds. */
const LONG_RUN_SECONDS = 1200;

/** Duration and start of a run. */
export interface RunClock {
  readonly startEpochSeconds?: number | null;
  readonly durationSeconds: number;
}

/** Formats a time of day, or the time since the start; without seconds in a run of twenty minutes or more. */
export function shortClock({ startEpochSeconds, durationSeconds }: RunClock, seconds: number): string {
  const text = formatClock(seconds, startEpochSeconds ?? null, durationSeconds);
  return durationSeconds >= LONG_RUN_SECONDS ? text.replace(/:\d\d$/, '') : text;
}

/** Formats a period: 'from 08:54 to 09:28', 'at 09:52'. The day is printed once. */
export function spanText(clock: RunClock, { from, until }: { readonly from: number; readonly until: number }): string {
  const [start, end] = [shortClock(clock, from), shortClock(clock, until)];
  if (start === end) return `at ${start}`;
  const day = /^day \d+ /.exec(start)?.[0] ?? '';
  return `from ${start} to ${day !== '' && end.startsWith(day) ? end.slice(day.length) : end}`;
}

/** Rounds shares that add up to 1 to integer percentages that add up to 100. */
export function wholePercents(shares: readonly number[]): number[] {
  const exact = shares.map((share) => share * 100);
  const whole = exact.map(Math.floor);
  const order = exact.map((value, i) => ({ i, rest: value - whole[i] })).sort((one, other) => other.rest - one.rest || one.i - other.i);
  let missing = Math.round(exact.reduce((sum, value) => sum + value, 0)) - whole.reduce((sum, value) => sum + value, 0);
  for (const { i } of order) {
    if (missing <= 0) break;
    whole[i]++;
    missing--;
  }
  return whole;
}
