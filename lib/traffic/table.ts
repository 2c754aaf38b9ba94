import { UserError } from '../values/user-error';
import { linesOf } from './lines';
import { clip } from './trace-clock';

/** Row of a table: cells by normalized column name. */
export interface Row {
  readonly line: number;
  readonly cells: Cells;
}

/** Cells of a row by column name. */
export interface Cells extends Iterable<[string, unknown]> {
  get(column: string): unknown;
}

export interface Table {
  /** Normalized column names, with the spelling of the source. */
  readonly columns: ReadonlyMap<string, string>;
  /** True if names in the header are quoted, as in Grafana's export. */
  readonly quotedHeader: boolean;
  readonly rows: Iterable<Row>;
}

/** Normalizes a column name: 'Input Tokens' and 'input_tokens' are one column. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Maximum number of rows, limited by memory; 30 days of seconds are 2.6 million. */
const MOST_ROWS = 5_000_000;

function requireFewRows(text: string, name: string): void {
  let rows = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) rows++;
  if (rows > MOST_ROWS) throw new UserError(`${name} has ${rows} lines, more than ${MOST_ROWS}; cut it, or count its requests in longer buckets`);
}

/** Line of CSV, split into cells. */
interface CsvLine {
  readonly cells: readonly string[];
  readonly line: number;
  /** True if a cell is quoted. */
  readonly isQuoted: boolean;
}

/**
 * Reads CSV with a header; the delimiter is detected. Empty lines and comment lines (#) are skipped.
 *
 * @throws UserError if a row has more or fewer cells than the header.
 */
export function readCsv(text: string, name: string): Table {
  requireFewRows(text, name);
  const plain = text.replace(/^\uFEFF/, '');
  const delimiter = delimiterOf(plain);
  const [head] = csvLines(plain, delimiter);
  if (head === undefined) throw new UserError(`${name} is empty; add a header such as seconds,requests and a row for each bucket`);
  const header = head.cells;
  const names = columnNames(header);
  if (header.every((cell) => cell.trim() !== '' && !Number.isNaN(Number(cell)))) {
    throw new UserError(`${name}:${head.line}: the first line is '${clip(header.join(','))}', not a header; put one such as seconds,requests above it`);
  }
  const positions = new Map(names.map((column, c) => [column, c]));
  function* rows(): Generator<Row> {
    let isHeader = true;
    for (const { cells, line } of csvLines(plain, delimiter)) {
      if (isHeader) {
        isHeader = false;
        continue;
      }
      if (cells.length !== names.length) {
        throw new UserError(`${name}:${line}: ${cells.length} cells under a header of ${names.length} columns (${clip(header.join(','))}); complete or remove the line`);
      }
      yield { line, cells: new CsvCells(positions, cells) };
    }
  }
  return { columns: new Map(names.map((column, c) => [column, header[c].trim()])), quotedHeader: head.isQuoted, rows: { [Symbol.iterator]: rows } };
}

/** Cells of a CSV line. Column positions are shared, since a map per line takes longer than the parsing. */
class CsvCells implements Cells {
  public constructor(private readonly positions: ReadonlyMap<string, number>, private readonly values: readonly string[]) {}

  public get(column: string): string | undefined {
    const position = this.positions.get(column);
    return position === undefined ? undefined : this.values[position];
  }

  public* [Symbol.iterator](): Generator<[string, unknown]> {
    for (const [column, position] of this.positions) yield [column, this.values[position]];
  }
}

/** Returns unique normalized names: series whose names differ only in punctuation stay separate. */
function columnNames(header: readonly string[]): string[] {
  const names: string[] = [];
  for (const cell of header) {
    const name = normalizeName(cell);
    names.push(names.includes(name) || name === '' ? cell : name);
  }
  return names;
}

function* csvLines(text: string, delimiter: string): Generator<CsvLine> {
  let open: { text: string; line: number } | undefined;
  for (const { line, number } of linesOf(text)) {
    const whole: string = open === undefined ? line : `${open.text}\n${line}`;
    const first: number = open?.line ?? number;
    // A quoted cell may contain line breaks.
    const isQuoted = whole.includes('"');
    open = isQuoted && (whole.split('"').length - 1) % 2 === 1 ? { text: whole, line: first } : undefined;
    if (open !== undefined && open.text.length < LONGEST_RECORD) continue;
    open = undefined;
    if (whole.trim() === '' || whole.startsWith('#')) continue;
    yield { cells: isQuoted ? quotedCells(whole, delimiter) : whole.split(delimiter), line: first, isQuoted };
  }
  if (open !== undefined) yield { cells: quotedCells(open.text, delimiter), line: open.line, isQuoted: true };
}

/** Maximum length of a record, so that an unclosed quote does not consume the file. */
const LONGEST_RECORD = 100_000;

/** Splits a line with quoted cells: a delimiter in quotes is text, and two quotes in quotes are one. */
function quotedCells(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  for (let at = 0; at <= text.length;) {
    const start = at;
    let quoted = '';
    if (text[at] === '"') {
      for (at++; at < text.length && (text[at] !== '"' || text[at + 1] === '"'); at += text[at] === '"' ? 2 : 1) quoted += text[at];
      at++;
    }
    const next = text.indexOf(delimiter, at);
    const end = next < 0 ? Math.max(text.length, at) : next;
    const rest = text.slice(at, end);
    cells.push(at === start ? rest : quoted + rest.trimEnd());
    at = end + 1;
  }
  return cells;
}

/** Returns the most frequent of the usual delimiters in the header. */
function delimiterOf(text: string): string {
  const header = (/^(?!#)[^\S\n]*\S.*$/m.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, delimiter) => count(delimiter) > count(best) ? delimiter : best);
}

/**
 * Reads JSON objects: one or more per line, or an array. The columns are those of the first object.
 *
 * @throws UserError for anything else.
 */
export function readJsonLines(text: string, name: string): Table {
  requireFewRows(text, name);
  const plain = text.replace(/^\uFEFF/, '');
  const objects = plain.trimStart().startsWith('[') ? arrayRows(plain, name) : { [Symbol.iterator]: () => jsonLines(plain, name) };
  const [first] = objects;
  if (first === undefined) throw new UserError(`${name} is empty; write one JSON object per line`);
  return { columns: new Map([...first.cells.keys()].map((key) => [key, key])), quotedHeader: false, rows: objects };
}

interface JsonRow extends Row {
  readonly cells: ReadonlyMap<string, unknown>;
}

function* jsonLines(text: string, name: string): Generator<JsonRow> {
  for (const { line, number } of linesOf(text)) {
    if (line.trim() === '') continue;
    for (const value of objectsIn(line)) yield toRow(value, number, `${name}:${number}`, line);
  }
}

function arrayRows(text: string, name: string): JsonRow[] {
  const value = tryParse(text);
  if (!Array.isArray(value)) throw new UserError(`${name} is not JSON; complete the array, or write one object a line`);
  return value.map((one, i) => toRow(one, i + 1, `${name}: entry ${i + 1}`, JSON.stringify(one)));
}

function toRow(value: unknown, line: number, where: string, text: string): JsonRow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UserError(`${where}: '${clip(text)}' is not a JSON object; each line has to be one, as in {"time": "2024-01-31T09:00:00Z"}`);
  }
  return { line, cells: new Map(Object.entries(value).map(([key, cell]) => [normalizeName(key), cell])) };
}

/** Returns the JSON values of a line: one, or several objects separated by blanks or commas. */
export function objectsIn(line: string): unknown[] {
  const whole = tryParse(line);
  if (whole !== undefined) return [whole];
  const found: unknown[] = [];
  let [depth, start, inText] = [0, 0, false];
  for (let i = 0; i < line.length; i++) {
    const character = line[i];
    if (character === '\\' && inText) i++;
    else if (character === '"') inText = !inText;
    else if (!inText && character === '{' && depth++ === 0) start = i;
    else if (!inText && character === '}' && --depth === 0) found.push(tryParse(line.slice(start, i + 1)));
    else if (depth === 0 && !/[\s,]/.test(character)) return [undefined];
  }
  return depth === 0 && !inText && found.length > 0 ? found : [undefined];
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Parses a non-negative number from a cell; NaN if the cell is empty or NaN, which sources write for unknown values.
 *
 * @throws UserError for any other value.
 */
export function readAmount(cell: unknown, what: string, where: string): number {
  if (cell === null || cell === undefined) return NaN;
  const text = typeof cell === 'string' ? cell.trim() : String(cell);
  if (/^(?:nan|null|none|-)?$/i.test(text)) return NaN;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || typeof cell === 'boolean') {
    throw new UserError(`${where}: ${what} is '${clip(text)}'; use a number, 0 or above${/^\d+,\d+$/.test(text) ? ', with a decimal point' : /^[\d.,]+\s*[a-z]/i.test(text) ? ', without a unit (in Grafana, export without formatting)' : ''}`);
  }
  return value;
}
