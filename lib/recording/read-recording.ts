import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suggestion } from '../values/nearest';
import { UserError } from '../values/user-error';
import { JsonFields } from './json-fields';
import { type RecordedTable, readRecordedTable } from './recorded-table';
import {
  type EventKind, type PodStartup, type RecordedEvent, type RecordedHistogram, type RecordedPolicy, type RecordedSeries, type RecordedWorkload,
  type Recording, type SeriesName,
} from './recording';
import { isSeriesName, LATENCY_FILE, LATENCY_UNIT, SERIES } from './series';
import { FORMAT, FORMAT_VERSION, RECORDING_FILE } from './write-recording';

const EVENT_KINDS: readonly EventKind[] = ['pod-started', 'deployment', 'manual-scale', 'node-lost', 'restart', 'policy-change'];
const STARTUP_PARTS: readonly (keyof PodStartup)[] = ['scheduled', 'image', 'init', 'ready', 'total'];
const SERIES_FILES: readonly string[] = [...new Set(Object.values(SERIES).map(({ file }) => file))];
/** A year in steps of a second has 31 million points. */
const MOST_POINTS = 40_000_000;
/** Rows from which their distance tells the step: fewer may be the rest of a table that was cut. */
const FEWEST_ROWS = 10;

/** Workload whose tables are not yet on the recording's grid of times. */
interface ReadWorkload {
  readonly fields: JsonFields;
  readonly tables: ReadonlyMap<string, RecordedTable>;
}

/**
 * Reads a recording from its folder. Rows may have been removed: at both ends of all files the recording becomes
 * shorter, elsewhere there is a gap.
 *
 * @param only name of the one workload to read. @default - all
 * @throws UserError with the file and the line of what cannot be read.
 */
export function readRecording(folder: string, only?: string): Recording {
  const fields = fieldsOf(folder);
  const chosen = fields.objects('workloads').filter((each) => only === undefined || each.text('name') === only);
  const names = chosen.map((each) => each.text('name'));
  const twice = chosen.find((each, i) => names.indexOf(each.text('name')) < i);
  if (twice) twice.refuse('name', 'a name that no other workload has');
  const workloads = chosen.map((each): ReadWorkload => ({ fields: each, tables: readTables(folder, each) }));
  for (const { tables } of workloads) for (const table of tables.values()) requireStep(table, fields.amount('stepSeconds'));
  const grid = gridOf(fields, workloads.flatMap(({ tables }) => [...tables.values()]));
  const scrapeIntervalSeconds = fields.optionalAmount('scrapeIntervalSeconds');
  return {
    startEpochSeconds: grid.start,
    stepSeconds: grid.step,
    points: grid.points,
    ...(scrapeIntervalSeconds !== undefined && { scrapeIntervalSeconds }),
    workloads: workloads.map((workload) => toWorkload(workload, grid)),
    remarks: fields.texts('remarks'),
  };
}

/** Names of the workloads of a recording, without their history. */
export function recordedNames(folder: string): string[] {
  return fieldsOf(folder).objects('workloads').map((each) => each.text('name'));
}

function fieldsOf(folder: string): JsonFields {
  const file = join(folder, RECORDING_FILE);
  const fields = JsonFields.parse(readText(file, `'${folder}' is not a recording: it has no ${RECORDING_FILE}; name a folder that \`record\` has written`), file);
  requireFormat(fields);
  return fields;
}

function readText(path: string, missing: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UserError(missing);
    if (error instanceof TypeError) throw new UserError(`${path} is not UTF-8 text; save it as UTF-8`);
    throw new UserError(`cannot read '${path}': ${code === 'EACCES' ? 'reading it is not permitted' : message}`);
  }
}

function requireFormat(fields: JsonFields): void {
  if (fields.text('format') !== FORMAT) fields.refuse('format', `'${FORMAT}'`);
  if (fields.amount('version') !== FORMAT_VERSION) {
    fields.refuse('version', `${FORMAT_VERSION}, or the release of cdk8s-kotaemon that wrote the recording`);
  }
}

/** Tables of a workload that are there, by the name of their file. */
function readTables(folder: string, fields: JsonFields): Map<string, RecordedTable> {
  const own = fields.text('folder');
  if (!/^[\w-][\w.-]*$/.test(own)) fields.refuse('folder', "the name of a folder beside recording.json, of letters, digits, '.', '_' and '-'");
  const tables = new Map<string, RecordedTable>();
  for (const name of [...SERIES_FILES, LATENCY_FILE]) {
    const path = join(folder, own, name);
    if (existsSync(path)) tables.set(name, readRecordedTable(readText(path, `there is no '${path}'`), path));
  }
  return tables;
}

/** @throws UserError where every row is two or more steps from the one before: the step is another one. */
function requireStep({ times, file, lines }: RecordedTable, step: number): void {
  if (times.length < FEWEST_ROWS || step === 0) return;
  let least = Infinity;
  for (let row = 1; row < times.length; row++) least = Math.min(least, times[row] - times[row - 1]);
  if (least < 1.5 * step) return;
  throw new UserError(`${file}:${lines[1]}: the rows are ${least} s apart, and stepSeconds of ${RECORDING_FILE} is ${step}; set it to the distance of the rows`);
}

/** Equidistant times of a recording. */
interface TimeGrid {
  readonly start: number;
  readonly step: number;
  readonly points: number;
}

/** Times from the first row of all files to the last; those of recording.json where no file has a row. */
function gridOf(fields: JsonFields, tables: readonly RecordedTable[]): TimeGrid {
  const step = fields.amount('stepSeconds');
  if (step === 0) fields.refuse('stepSeconds', 'a number above 0');
  const filled = tables.filter(({ times }) => times.length > 0);
  const [start, points] = filled.length === 0 ? [fields.instant('start'), fields.amount('points')] : spanOf(filled, step);
  if (!Number.isInteger(points) || points > MOST_POINTS) {
    throw new UserError(`${RECORDING_FILE}: ${points} points of ${step} s; use a whole number up to ${MOST_POINTS}, and check the times of the files`);
  }
  return { start, step, points };
}

function spanOf(tables: readonly RecordedTable[], step: number): [start: number, points: number] {
  const start = Math.min(...tables.map(({ times }) => times[0]));
  const end = Math.max(...tables.map(({ times }) => times[times.length - 1]));
  return [start, Math.round((end - start) / step) + 1];
}

function toWorkload({ fields, tables }: ReadWorkload, grid: TimeGrid): RecordedWorkload {
  const namespace = fields.optionalText('namespace');
  const latency = latencyOf(fields, tables.get(LATENCY_FILE), grid);
  return {
    name: fields.text('name'),
    apiVersion: fields.text('apiVersion'),
    kind: fields.text('kind'),
    ...(namespace !== undefined && { namespace }),
    series: seriesOf(fields, tables, grid),
    ...(latency && { latency }),
    policies: fields.objects('policies').map(policyOf),
    events: fields.objects('events').map(eventOf),
    remarks: fields.texts('remarks'),
  };
}

/** Series that recording.json lists, then those that were added to a file by hand. */
function seriesOf(fields: JsonFields, tables: ReadonlyMap<string, RecordedTable>, grid: TimeGrid): RecordedSeries[] {
  const listed = new Map(fields.objects('series').map((each) => {
    const name = each.text('name');
    if (!isSeriesName(name)) return each.refuse('name', suggestion(name, Object.keys(SERIES)));
    return [name, each.text('source')];
  }));
  const found = new Map<SeriesName, RecordedSeries>();
  for (const [fileName, table] of tables) {
    if (fileName === LATENCY_FILE) continue;
    const positions = positionsOf(table, grid);
    for (const [name, { unit, values }] of table.columns) {
      if (!isSeriesName(name)) throw new UserError(`${table.file}:1: the column '${name}' is unknown; ${suggestion(name, Object.keys(SERIES))}`);
      const definition = SERIES[name];
      if (definition.file !== fileName) throw new UserError(`${table.file}:1: the column ${name} belongs in ${definition.file}; move it`);
      if (unit !== definition.unit) throw new UserError(`${table.file}:1: the column ${name} has the unit '${unit}'; convert it to ${definition.unit}`);
      found.set(name, { name, unit, source: listed.get(name) ?? table.file, values: onGrid(values, positions, grid) });
    }
  }
  const lost = [...listed.keys()].find((name) => !found.has(name));
  if (lost !== undefined) throw new UserError(lostSeries(lost, fields.text('folder'), tables));
  return [...listed.keys(), ...[...found.keys()].filter((name) => !listed.has(name))].flatMap((name) => found.get(name) ?? []);
}

/** Sentence about a series that recording.json lists and no file holds. */
function lostSeries(name: SeriesName, folder: string, tables: ReadonlyMap<string, RecordedTable>): string {
  const { file, unit } = SERIES[name];
  const place = `${folder}/${file}`;
  if (tables.has(file)) return `${place} has no column ${name} (${unit}), which ${RECORDING_FILE} lists; restore it, or remove its entry from 'series'`;
  return `${place} is missing, and ${RECORDING_FILE} lists ${name} in it; restore the file, or remove its entries from 'series'`;
}

function latencyOf(fields: JsonFields, table: RecordedTable | undefined, grid: TimeGrid): RecordedHistogram | undefined {
  const listed = fields.optionalObject('latency');
  if (!table && listed) throw new UserError(`${fields.text('folder')}/${LATENCY_FILE} is missing, and ${RECORDING_FILE} lists the latencies in it; restore the file, or remove 'latency'`);
  if (!table) return undefined;
  const positions = positionsOf(table, grid);
  const bounds: number[] = [];
  const rates: Float64Array[] = [];
  for (const [name, { unit, values }] of table.columns) {
    const bound = boundOf(name);
    if (bound === undefined || bound <= (bounds.at(-1) ?? -Infinity)) {
      throw new UserError(`${table.file}:1: the column '${name}' is not above the bound before it; write bounds in seconds as in le=0.25, the last le=+Inf`);
    }
    if (unit !== LATENCY_UNIT) throw new UserError(`${table.file}:1: the column ${name} has the unit '${unit}'; convert it to ${LATENCY_UNIT}`);
    bounds.push(bound);
    rates.push(onGrid(values, positions, grid));
  }
  if (bounds.at(-1) !== Infinity) throw new UserError(`${table.file}:1: the last column is not le=+Inf; add it: the rate of all requests`);
  if (bounds.length === 1) throw new UserError(`${table.file}:1: le=+Inf is the only column; add the bounds below it, or remove the file and its entry`);
  return { source: listed?.text('source') ?? table.file, bounds, rates };
}

function boundOf(column: string): number | undefined {
  const text = /^le=(.+)$/.exec(column)?.[1];
  const bound = text === '+Inf' ? Infinity : Number(text);
  return bound > 0 ? bound : undefined;
}

/** Point of each row of a table. @throws UserError where a row is between two points. */
function positionsOf({ times, lines, file }: RecordedTable, { start, step }: TimeGrid): Int32Array {
  return Int32Array.from(times, (time, row) => {
    const position = Math.round((time - start) / step);
    if (Math.abs(start + position * step - time) > Math.max(1e-3, step * 1e-3)) {
      throw new UserError(`${file}:${lines[row]}: the row is between two points, which are ${step} s apart; keep the times as they were recorded`);
    }
    return position;
  });
}

function onGrid(values: Float64Array, positions: Int32Array, { points }: TimeGrid): Float64Array {
  const placed = new Float64Array(points).fill(NaN);
  positions.forEach((position, row) => {
    placed[position] = values[row];
  });
  return placed;
}

function policyOf(fields: JsonFields): RecordedPolicy {
  const sinceUnknown = fields.optionalFlag('sinceUnknown');
  return {
    fromEpochSeconds: fields.instant('from'),
    ...(sinceUnknown !== undefined && { sinceUnknown }),
    source: fields.text('source'),
    manifest: fields.plain('manifest'),
  };
}

function eventOf(fields: JsonFields): RecordedEvent {
  const parts = fields.optionalObject('startup');
  const startup = parts && Object.fromEntries(STARTUP_PARTS.flatMap((part) => {
    const seconds = parts.optionalAmount(part);
    return seconds === undefined ? [] : [[part, seconds]];
  }));
  const until = fields.optionalText('until') === undefined ? undefined : fields.instant('until');
  return {
    atEpochSeconds: fields.instant('at'), ...(until !== undefined && { untilEpochSeconds: until }), kind: fields.oneOf('kind', EVENT_KINDS),
    text: fields.text('text'), ...(startup && { startup }),
  };
}
