import { type ClockRow, type ClockOffset } from '../../schedule/clock-table';
import { type Span } from '../../schedule/level-window';
import { runsOf } from '../../schedule/runs';

const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1 January 1970 was a Thursday: so many seconds after a Monday. */
const SINCE_MONDAY = 3 * DAY;

/** A level in both of the forms that PromQL has for a number. */
interface Level {
  readonly scalar: string;
  readonly vector: string;
}

/**
 * The largest level of some rows as PromQL: one element without labels, which is 0 where no row acts.
 *
 * It is arithmetic with `time()` alone, so that it needs no series and says the same of an instant whenever it is
 * asked. PromQL knows UTC and no time zone: the rows of a zone are written once for each offset that its clocks have,
 * and each of these counts in its own part of the year.
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

/** PromQL that is 1 while an offset holds, else 0. */
function holdsIn({ spans }: ClockOffset): string {
  return anyOf(spans.map(spanOf));
}

function spanOf({ from, to }: Span): string {
  return within('time()', { from: from === -Infinity ? 0 : from, to }, 60, Infinity);
}

/** Formats a range test of a value, without comparisons that always hold. */
function within(value: string, { from, to }: Span, unit: number, end: number): string {
  return [...(from > 0 ? [`(${value} >= bool ${from * unit})`] : []), ...(to < end ? [`(${value} < bool ${to * unit})`] : [])].join(' * ');
}

/** Conditions that exclude each other: their sum is 0 or 1. */
function anyOf(conditions: readonly string[]): string {
  return conditions.length === 1 ? conditions[0] : `(${conditions.join(' + ')})`;
}

function shifted(seconds: number): string {
  if (seconds === 0) return 'time()';
  return seconds < 0 ? `(time() - ${-seconds})` : `(time() + ${seconds})`;
}
