import Papa from 'papaparse';
import { UserError } from '../values/user-error';
import { clip } from './trace-clock';

/** A row of a table: its cells by normalized column name. */
export interface Row {
  readonly line: number;
  readonly cells: ReadonlyMap<string, unknown>;
}

export interface Table {
  /** Normalized names of the columns, with the spelling of the source. */
  readonly columns: ReadonlyMap<string, string>;
  readonly rows: Iterable<Row>;
}

/** 'Input Tokens' and 'input_tokens' are one column. */
export function normalizeName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/**
 * Reads CSV with a header; the delimiter is told from the content. Empty lines and those that begin with # are passed over.
 *
 * @throws UserError where a row has more or fewer cells than the header.
 */
export function readCsv(text: string, name: string): Table {
  const plain = text.replace(/^\uFEFF/, '');
  const { data } = Papa.parse<string[]>(plain, { header: false, skipEmptyLines: false, delimiter: delimiterOf(plain) });
  let line = 0;
  const isData = (row: string[]): boolean => !(row.length === 1 && row[0].trim() === '') && !row[0].startsWith('#');
  while (line < data.length && !isData(data[line])) line++;
  if (line === data.length) throw new UserError(`${name} is empty; give it a header such as seconds,requests and a row for each bucket`);
  const header = data[line];
  const names = header.map((cell) => normalizeName(cell));
  if (header.every((cell) => cell.trim() !== '' && !Number.isNaN(Number(cell)))) {
    throw new UserError(`${name}:${line + 1}: the first line is '${clip(header.join(','))}', not a header; put one such as seconds,requests above it`);
  }
  const first = line + 1;
  function* rows(): Generator<Row> {
    for (let i = first; i < data.length; i++) {
      const row = data[i];
      if (!isData(row)) continue;
      if (row.length !== names.length) {
        throw new UserError(`${name}:${i + 1}: ${row.length} cells stand under a header of ${names.length} (${clip(header.join(','))}); complete or remove the line`);
      }
      yield { line: i + 1, cells: new Map(names.map((column, c) => [column, row[c]])) };
    }
  }
  return { columns: new Map(names.map((column, c) => [column, header[c].trim()])), rows: { [Symbol.iterator]: rows } };
}

/** Of the usual delimiters, the one that the header has most often. */
function delimiterOf(text: string): string {
  const header = /^(?!#)[^\S\n]*\S.*$/m.exec(text)?.[0] ?? '';
  const count = (delimiter: string): number => header.split(delimiter).length;
  return [',', ';', '\t', '|'].reduce((best, delimiter) => count(delimiter) > count(best) ? delimiter : best);
}

/**
 * Reads one JSON object a line. The columns are those of the first line.
 *
 * @throws UserError where a line is no JSON object.
 */
export function readJsonLines(text: string, name: string): Table {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const parse = (line: string, i: number): Row => {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      value = undefined;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new UserError(`${name}:${i + 1}: '${clip(line)}' is no JSON object; each line has to be one, as in {"time": "2024-01-31T09:00:00Z"}`);
    }
    return { line: i + 1, cells: new Map(Object.entries(value).map(([key, cell]) => [normalizeName(key), cell])) };
  };
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first < 0) throw new UserError(`${name} is empty; give it one JSON object a line`);
  function* rows(): Generator<Row> {
    for (let i = first; i < lines.length; i++) {
      if (lines[i].trim() !== '') yield parse(lines[i], i);
    }
  }
  const columns = new Map([...parse(lines[first], first).cells.keys()].map((key) => [key, key]));
  return { columns, rows: { [Symbol.iterator]: rows } };
}

/**
 * A number at least 0 from a cell; NaN where the cell is empty or says NaN, which is how sources write that they know nothing.
 *
 * @throws UserError where it is anything else.
 */
export function readAmount(cell: unknown, what: string, where: string): number {
  if (cell === null || cell === undefined) return NaN;
  const text = typeof cell === 'string' ? cell.trim() : String(cell);
  if (/^(?:nan|null|none|-)?$/i.test(text)) return NaN;
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || typeof cell === 'boolean') {
    throw new UserError(`${where}: ${what} is '${clip(text)}'; use a number, 0 or above${/^\d+,\d+$/.test(text) ? ', with a decimal point' : ''}`);
  }
  return value;
}
