import { UserError } from '../values/user-error';
import { type Sample, toBuckets } from './buckets';
import { type Cells, readAmount, type Row, type Table } from './table';
import { plural, type Trace, type TraceFormat, type TraceOptions } from './trace';
import { clip, TraceClock } from './trace-clock';

/**
 * Normalized column names by content; the first match is used. They include those of the public LLM traces (Azure,
 * BurstGPT, Mooncake).
 */
const COLUMNS = {
  time: ['seconds', 'second', 'timestamp', 'time', 'ts', 't', 'offset', 'date', 'datetime', 'timestampms', 'timems', 'arrivaltime', 'arrivedat', 'start'],
  count: ['requests', 'count', 'hits', 'requestcount', 'numrequests'],
  rate: ['requestspersecond', 'requestspersec', 'reqpersec', 'rps', 'qps', 'tps', 'rate', 'requestrate', 'throughput', 'reqs', 'requestss', 'value'],
  perMinute: ['requestsperminute', 'rpm', 'qpm'],
  input: ['inputtokens', 'contexttokens', 'requesttokens', 'prompttokens', 'inputlength', 'numprefilltokens', 'tokensin'],
  output: ['outputtokens', 'generatedtokens', 'responsetokens', 'completiontokens', 'outputlength', 'numdecodetokens', 'tokensout'],
} as const;

type Columns = Partial<Record<keyof typeof COLUMNS, string>>;

/**
 * Reads a table of buckets (`seconds,requests`, a rate, or a column per series as in Grafana's export) or of individual
 * requests (`timestamp,input_tokens,output_tokens`, or only times).
 *
 * @param format required table format. @default - detected from the columns
 * @throws UserError if columns are missing or a cell cannot be read.
 */
export function readTable(table: Table, name: string, options: TraceOptions, format?: TraceFormat): Trace {
  const columns = columnsOf(table);
  const { time } = columns;
  if (time === undefined) {
    const found = [...table.columns.values()].join(', ');
    throw new UserError(`${name} has the columns ${found} and no column of times; name one seconds, timestamp or time`);
  }
  const series = format === 'requests' ? undefined : seriesOf(table, columns);
  if (format === 'counts' && !series) {
    throw new UserError(`${name} has no column of counts; name one requests (in the bucket) or requests_per_second`);
  }
  const clock = new TraceClock(options, time.endsWith('ms') ? 'ms' : undefined);
  if (series) return readCounts(table, name, options, time, series, clock);
  if (format === undefined && columns.input === undefined && columns.output === undefined) refuseUnknownNumbers(table, time, name);
  return readRequests(table, name, { ...columns, time }, clock);
}

/** Columns whose values are summed, with the number of requests per unit. */
interface Series {
  readonly columns: readonly string[];
  readonly unit: 'bucket' | 'second' | 'minute';
  /** True if the unit was derived from the table's structure, not from a column name. */
  readonly isAssumed: boolean;
}

function seriesOf(table: Table, { time, count, rate, perMinute }: Columns): Series | undefined {
  if (count !== undefined) return { columns: [count], unit: 'bucket', isAssumed: false };
  if (perMinute !== undefined) return { columns: [perMinute], unit: 'minute', isAssumed: false };
  const others = [...table.columns.keys()].filter((column) => column !== time);
  const grafana = others.filter((column) => isGrafanaSeries(table.columns.get(column)!));
  if (grafana.length > 0) return { columns: grafana, unit: 'second', isAssumed: true };
  if (rate !== undefined) return { columns: [rate], unit: 'second', isAssumed: false };
  // Grafana's export: the column Time, and a quoted name per series.
  return table.quotedHeader && table.columns.get(time!) === 'Time' && others.length > 0 ? { columns: others, unit: 'second', isAssumed: true } : undefined;
}

/** 'Value', 'Value #A', 'http_requests{job="web"}', 'sum(rate(http_requests_total[1m]))'. */
function isGrafanaSeries(header: string): boolean {
  return /^value(?: #\w+)?$/i.test(header) || /^[\w:]*\{.*\}$/.test(header) || /^[a-z_]+ ?(?:by|without)? ?\(.*\)/.test(header);
}

/**
 * Rejects unnamed numbers, which may be a count, a rate or a status: reading each row as one request would be silently
 * wrong.
 */
function refuseUnknownNumbers({ columns, rows }: Table, time: string, name: string): void {
  const others = [...columns.keys()].filter((column) => column !== time);
  const unknown = new Set<string>();
  let left = ROWS_LOOKED_AT;
  for (const { cells } of rows) {
    for (const column of others) {
      const cell = cells.get(column);
      if (typeof cell === 'number' || (typeof cell === 'string' && cell.trim() !== '' && Number.isFinite(Number(cell)))) unknown.add(column);
    }
    if (--left === 0) break;
  }
  if (unknown.size === 0) return;
  const shown = [...unknown].map((column) => `'${clip(columns.get(column) ?? column)}'`).join(', ');
  throw new UserError(`${name} has numbers in the column${unknown.size > 1 ? 's' : ''} ${shown}, whose meaning is not known; name the column of requests requests (in the bucket), rps (requests per second) or rpm (per minute), `
    + 'or set traffic.format to requests in a scenario if each row is one request');
}

const ROWS_LOOKED_AT = 100;

function columnsOf(table: Table): Columns {
  const found: Columns = {};
  for (const purpose of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) {
    found[purpose] = COLUMNS[purpose].find((column) => table.columns.has(column));
  }
  return found;
}

function readCounts(table: Table, name: string, options: TraceOptions, time: string, series: Series, clock: TraceClock): Trace {
  series.columns.forEach((column) => requireRate(table.columns.get(column) ?? column, name));
  const samples: Sample[] = [];
  for (const { seconds, cells, line, where } of readRows(table, name, time, clock)) {
    let sum = NaN;
    for (const column of series.columns) {
      const value = readAmount(cells.get(column), table.columns.get(column) ?? column, where);
      if (!Number.isNaN(value)) sum = Number.isNaN(sum) ? value : sum + value;
    }
    samples.push({ seconds, line, value: sum });
  }
  const buckets = toBuckets(samples, name, options);
  const factor = { bucket: 1, second: buckets.stepSeconds, minute: buckets.stepSeconds / 60 }[series.unit];
  return {
    kind: 'counts',
    name,
    ...start(clock, series.unit === 'second' ? buckets.firstSeconds - buckets.stepSeconds : buckets.firstSeconds),
    stepSeconds: buckets.stepSeconds,
    requests: factor === 1 ? buckets.values : buckets.values.map((value) => value * factor),
    remarks: [...seriesRemarks(series, name), ...clock.remarks(name), ...lateStart(clock, buckets.firstSeconds, name), ...buckets.remarks],
  };
}

function seriesRemarks({ columns, isAssumed }: Series, name: string): string[] {
  if (!isAssumed) return [];
  return [`${name}: values were read as requests per second${columns.length > 1 ? `, and ${columns.length} series were added up` : ''}.`];
}

/** Rejects a series that is a bare counter, which only increases. */
function requireRate(header: string, name: string): void {
  if (/^[\w:]+_(?:total|count|sum|bucket)(?:\{.*\})?$/.test(header)) {
    throw new UserError(`${name} holds the counter ${clip(header)} itself, which only ever grows; export a rate in requests per second, as in sum(rate(${clip(header.replace(/\{.*/, ''))}[1m]))`);
  }
}

interface TimedRow extends Row {
  readonly seconds: number;
  readonly where: string;
}

function* readRows(table: Table, name: string, time: string, clock: TraceClock): Generator<TimedRow> {
  for (const { line, cells } of table.rows) {
    const where = `${name}:${line}`;
    yield { seconds: clock.read(cells.get(time), where), line, where, cells };
  }
}

function readRequests(table: Table, name: string, columns: Columns & { time: string }, clock: TraceClock): Trace {
  const { input, output } = columns;
  if ((input === undefined) !== (output === undefined)) {
    throw new UserError(`${name} has a column of ${input !== undefined ? 'input' : 'output'} tokens only; give both input_tokens and output_tokens, or none`);
  }
  const rows: { seconds: number; input: number; output: number }[] = [];
  for (const { seconds, cells, where } of readRows(table, name, columns.time, clock)) {
    const tokens = (column: string | undefined): number => column === undefined ? 0 : readTokens(cells, column, where);
    rows.push({ seconds, input: tokens(input), output: tokens(output) });
  }
  if (rows.length === 0) throw new UserError(`${name} contains no request; add a row for each`);
  const unsorted = rows.reduce((count, row, i) => count + Number(i > 0 && row.seconds < rows[i - 1].seconds), 0);
  if (unsorted > 0) rows.sort((a, b) => a.seconds - b.seconds);
  const first = rows[0].seconds;
  return {
    kind: 'requests',
    name,
    ...start(clock, first),
    at: Float64Array.from(rows, (row) => row.seconds - first),
    ...(input !== undefined && { inputTokens: Float64Array.from(rows, (row) => row.input), outputTokens: Float64Array.from(rows, (row) => row.output) }),
    remarks: [
      ...clock.remarks(name),
      ...(unsorted > 0 ? [`${name}: ${plural(unsorted, 'row')} out of order ${unsorted === 1 ? 'was' : 'were'} sorted by time.`] : []),
      ...lateStart(clock, first, name),
    ],
  };
}

function readTokens(cells: Cells, column: string, where: string): number {
  const tokens = readAmount(cells.get(column), column, where);
  if (Number.isNaN(tokens)) throw new UserError(`${where}: ${column} is empty; use a number of tokens, 0 or above`);
  return tokens;
}

function start(clock: TraceClock, first: number): { startEpochSeconds?: number } {
  return clock.absolute ? { startEpochSeconds: first } : {};
}

function lateStart(clock: TraceClock, first: number, name: string): string[] {
  return clock.absolute || first === 0 ? [] : [`${name}: the first row is for second ${first}; the simulation begins there.`];
}
