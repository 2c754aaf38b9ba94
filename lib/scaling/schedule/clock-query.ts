import { type ClockRow, type ClockOffset } from '../../schedule/clock-table';
import { type Span } from '../../schedule/level-window';
import { runsOf } from '../../schedule/runs';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** Seconds from Monday to 1 January 1970, a Thursday. */
const SINCE_MONDAY = 3 * DAY;

/** PromQL expressions of a number of replicas, as a scalar and as a vector. */
interface Level {
  readonly scalar: string;
  readonly vector: string;
}

/**
 * Formats the largest minimum of the active rows as PromQL: one element without labels, 0 if no row is active.
 *
 * The query is arithmetic with `time()`: it needs no series, and its value at an instant does not depend on the time of
 * the evaluation. PromQL evaluates in UTC. The rows of a time zone are repeated for each UTC offset of the zone, and
 * each repetition is active in the spans of its offset.
 */
export function clockQuery(rows: readonly ClockRow[]): string {
  const zones = [...new Set(rows.map(({ timeZone }) => timeZone))].map((timeZone) => rows.filter((row) => row.timeZone === timeZone));
  const dated = rows.filter(({ also }) => also.length > 0).map(({ level, also }) => ofScalar(`${level} * ${anyOf(also.map(spanOf))}`));
  return largest([...zones.flatMap(levelOfZone), ...dated]).vector;
}

function levelOfZone(rows: readonly ClockRow[]): Level[] {
  const recurring = rows.filter(({ weekdays }) => weekdays.includes(true));
  if (recurring.length === 0) return [];
  const parts = recurring[0].offsets.map((offset) => ({ offset, level: largest(recurring.map((row) => ofScalar(levelOf(row, offset.minutes)))) }));
  return [parts.length === 1 ? parts[0].level : ofVector(`(${parts.map(({ offset, level }) => `${level.vector} * ${holdsIn(offset)}`).join(' + ')})`)];
}

function ofScalar(scalar: string): Level {
  return { scalar, vector: `vector(${scalar})` };
}

function ofVector(vector: string): Level {
  return { scalar: `scalar(${vector})`, vector };
}

function largest([first = ofScalar('0'), ...others]: readonly Level[]): Level {
  return others.reduce((all, { scalar }) => ofVector(`clamp_min(${all.vector}, ${scalar})`), first);
}

function levelOf({ level, start, length, weekdays, daysOfMonth, bounds, except }: ClockRow, offset: number): string {
  const shift = (offset - start) * 60;
  const reading = shifted(shift);
  return [
    String(level),
    ...(length * 60 < DAY ? [`(${reading} % ${DAY} < bool ${length * 60})`] : []),
    ...(weekdays.includes(false) ? [anyOf(runsOf(weekdays).map((run) => within(`${shifted((shift + SINCE_MONDAY) % WEEK)} % ${WEEK}`, run, DAY, 7)))] : []),
    ...(daysOfMonth ? [anyOf(runsOf(daysOfMonth).map(({ from, to }) => within(`scalar(day_of_month(vector(${reading})))`, { from: from + 1, to: to + 1 }, 1, 32)))] : []),
    ...(bounds.from > -Infinity || bounds.to < Infinity ? [spanOf(bounds)] : []),
    ...except.map((span) => `(1 - ${spanOf(span)})`),
  ].join(' * ');
}

/** Formats PromQL that is 1 while a UTC offset applies, otherwise 0. */
function holdsIn({ spans }: ClockOffset): string {
  return anyOf(spans.map(spanOf));
}

function spanOf({ from, to }: Span): string {
  return within('time()', { from: from === -Infinity ? 0 : from, to }, 60, Infinity);
}

/** Formats a range test of a value, without comparisons that are always true. */
function within(value: string, { from, to }: Span, unit: number, end: number): string {
  return [...(from > 0 ? [`(${value} >= bool ${from * unit})`] : []), ...(to < end ? [`(${value} < bool ${to * unit})`] : [])].join(' * ');
}

/** Formats the sum of mutually exclusive conditions, which is 0 or 1. */
function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' + ')})`;
}

function shifted(seconds: number): string {
  if (seconds === 0) return 'time()';
  return seconds < 0 ? `(time() - ${-seconds})` : `(time() + ${seconds})`;
}
