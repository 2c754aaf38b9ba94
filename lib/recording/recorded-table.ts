import { readCsv, readAmount } from '../traffic/table';
import { clip, TraceClock } from '../traffic/trace-clock';
import { UserError } from '../values/user-error';
import { instantOf } from './instant';

/** CSV file of a recording: a column of times, and others with a unit each. */
export interface RecordedTable {
  /** Path as messages show it. */
  readonly file: string;
  /** Ascending Unix seconds. */
  readonly times: Float64Array;
  /** Line in the file of each time. */
  readonly lines: Int32Array;
  /** Columns by name, in their order. */
  readonly columns: ReadonlyMap<string, RecordedColumn>;
}

export interface RecordedColumn {
  readonly unit: string;
  /** A value for each time; NaN where the cell is empty. */
  readonly values: Float64Array;
}

const TIME = 'time';
const HOUR = 3600;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/**
 * Reads a CSV file of a recording.
 *
 * @throws UserError with the line, its content and what is allowed.
 */
export function readRecordedTable(text: string, file: string): RecordedTable {
  const { columns: headers, rows } = readCsv(text, file);
  const [first, ...others] = headers.entries();
  if (first[1].toLowerCase() !== TIME) throw new UserError(`${file}:1: the first column is '${clip(first[1])}'; it must be ${TIME}`);
  const names = others.map(([key, header]) => ({ key, header, ...nameAndUnit(header, file) }));
  const again = names.find(({ name }, i) => names.findIndex((other) => other.name === name) < i);
  if (again) throw new UserError(`${file}:1: the column ${again.name} occurs twice; remove one`);
  const clock = new TraceClock({});
  const times: number[] = [];
  const lines: number[] = [];
  const values = names.map((): number[] => []);
  for (const { line, cells } of rows) {
    const where = `${file}:${line}`;
    const time = secondsOf(cells.get(first[0]), clock, where);
    if (times.length > 0 && time <= times[times.length - 1]) throw new UserError(`${where}: ${disorderOf(time, times[times.length - 1])}`);
    times.push(time);
    lines.push(line);
    names.forEach(({ key, header }, i) => values[i].push(readAmount(cells.get(key), header, where)));
  }
  return {
    file,
    times: Float64Array.from(times),
    lines: Int32Array.from(lines),
    columns: new Map(names.map(({ name, unit }, i) => [name, { unit, values: Float64Array.from(values[i]) }])),
  };
}

/** Sentence about a row that is not after the one above. */
function disorderOf(time: number, above: number): string {
  const mayBeSetBack = time < above && above - time < HOUR;
  const zone = mayBeSetBack ? '; if a clock was set back by an hour, write the times in UTC, as in 2024-03-04T00:00:00Z' : '';
  return `${instantOf(time)} is not after the row above, which is for ${instantOf(above)}; sort the rows by time, each once${zone}`;
}

/**
 * Unix seconds of a cell: the form that recordings are written in takes no calendar, any other that traces may have
 * does.
 */
function secondsOf(cell: unknown, clock: TraceClock, where: string): number {
  const milliseconds = typeof cell === 'string' && INSTANT.test(cell) ? Date.parse(cell) : NaN;
  if (!Number.isNaN(milliseconds)) return milliseconds / 1000;
  const seconds = clock.read(cell, where);
  if (!clock.absolute) throw new UserError(`${where}: the time '${clip(String(cell))}' has no date; use ISO 8601, as in 2024-03-04T00:00:00Z`);
  return seconds;
}

function nameAndUnit(header: string, file: string): { readonly name: string; readonly unit: string } {
  const [, name, unit] = /^(\S+) \(([^()]+)\)$/.exec(header) ?? [];
  if (name === undefined) throw new UserError(`${file}:1: the column '${clip(header)}' has no unit; write name and unit, as in requests (requests/s)`);
  return { name, unit };
}
