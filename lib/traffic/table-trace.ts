import { UserError } from '../values/user-error';
import { toBuckets } from './buckets';
import { readAmount, type Row, type Table } from './table';
import { plural, type Trace, type TraceFormat, type TraceOptions } from './trace';
import { TraceClock } from './trace-clock';

/** Normalized column names by what they hold; the first that a table has counts. Among them those of the public LLM traces (Azure, BurstGPT, Mooncake). */
const COLUMNS = {
  time: ['seconds', 'second', 'timestamp', 'time', 'ts', 't', 'offset', 'date', 'datetime', 'timestampms', 'timems', 'arrivaltime', 'arrivedat', 'start'],
  count: ['requests', 'count', 'hits', 'requestcount', 'numrequests'],
  rate: ['requestspersecond', 'rps', 'qps', 'rate'],
  input: ['inputtokens', 'contexttokens', 'requesttokens', 'prompttokens', 'inputlength', 'numprefilltokens', 'tokensin'],
  output: ['outputtokens', 'generatedtokens', 'responsetokens', 'completiontokens', 'outputlength', 'numdecodetokens', 'tokensout'],
} as const;

type Columns = Partial<Record<keyof typeof COLUMNS, string>>;

/**
 * Reads a table of buckets (`seconds,requests`, or a rate) or of single requests (`timestamp,input_tokens,output_tokens`, or times alone).
 *
 * @param format which of the two it has to be. @default - told from the columns
 * @throws UserError where columns are missing or a cell cannot be read.
 */
export function readTable(table: Table, name: string, options: TraceOptions, format?: TraceFormat): Trace {
  const columns = columnsOf(table);
  const { time } = columns;
  if (time === undefined) {
    const found = [...table.columns.values()].join(', ');
    throw new UserError(`${name} has the columns ${found} and no column of times; name one seconds, timestamp or time`);
  }
  const bucketed = columns.count ?? columns.rate;
  if (format === 'counts' && bucketed === undefined) {
    throw new UserError(`${name} has no column of counts; name one requests (in the bucket) or requests_per_second`);
  }
  const clock = new TraceClock(options, time.endsWith('ms') ? 'ms' : undefined);
  return bucketed !== undefined && format !== 'requests' ? readCounts(table, name, options, { ...columns, time }, clock) : readRequests(table, name, { ...columns, time }, clock);
}

function columnsOf(table: Table): Columns {
  const found: Columns = {};
  for (const purpose of Object.keys(COLUMNS) as (keyof typeof COLUMNS)[]) {
    found[purpose] = COLUMNS[purpose].find((column) => table.columns.has(column));
  }
  return found;
}

function readCounts(table: Table, name: string, options: TraceOptions, columns: Columns & { time: string }, clock: TraceClock): Trace {
  const column = (columns.count ?? columns.rate) as string;
  const samples = [...readRows(table, name, columns.time, clock)].map(({ seconds, cells, line, where }) => (
    { seconds, line, value: readAmount(cells.get(column), table.columns.get(column) ?? column, where) }));
  const buckets = toBuckets(samples, name, options);
  return {
    kind: 'counts',
    name,
    ...start(clock, buckets.firstSeconds),
    stepSeconds: buckets.stepSeconds,
    requests: columns.count !== undefined ? buckets.values : buckets.values.map((rate) => rate * buckets.stepSeconds),
    remarks: [...clock.remarks(name), ...lateStart(clock, buckets.firstSeconds, name), ...buckets.remarks],
  };
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
  if (rows.length === 0) throw new UserError(`${name} holds no request; give it a row for each`);
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

function readTokens(cells: ReadonlyMap<string, unknown>, column: string, where: string): number {
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
