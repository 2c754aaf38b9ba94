import { UserError } from '../values/user-error';
import { isCombinedLine, readAccessLog } from './access-log';
import { readPrometheus } from './prometheus-trace';
import { normalizeName, objectsIn, readCsv, readJsonLines } from './table';
import { readTable } from './table-trace';
import { type Trace, type TraceFormat, type TraceOptions } from './trace';
import { clip } from './trace-clock';

/**
 * Reads recorded traffic in any of the formats; the format is detected unless the options set it.
 *
 * @param name name in messages: the path as the user gave it.
 * @throws UserError with the line, the value received and the values allowed.
 */
export function readTrace(text: string, name: string, options: TraceOptions = {}): Trace {
  const format = options.format ?? detectFormat(text, name);
  switch (format) {
    case 'prometheus': return readPrometheus(parseJson(text, name), name, options);
    case 'access-log': return readAccessLog(text, name, options);
    case 'counts':
    case 'requests': {
      const table = /^[{[]/.test(firstLine(text)) ? readJsonLines(text, name) : readCsv(text, name);
      return readTable(table, name, options, options.format);
    }
  }
}

function detectFormat(text: string, name: string): TraceFormat {
  const line = firstLine(text);
  if (line === '') throw new UserError(`${name} is empty; add a header such as seconds,requests and a row for each bucket`);
  if (!line.startsWith('{') && isCombinedLine(line) && firstEntry(text).length === 0) return 'access-log';
  if (!line.startsWith('{') && !line.startsWith('[')) {
    if (/[\0-\x08]/.test(line)) throw new UserError(`${name} begins with '${clip(line.replace(/[^\x20-\x7e]/g, '?'))}', which is not text; use CSV, JSON or an access log`);
    return 'counts';
  }
  const [one] = line.startsWith('[') ? firstEntry(text) : objectsIn(line);
  if (typeof one !== 'object' || one === null || Array.isArray(one) || 'status' in one && ('data' in one || 'errorType' in one) || 'resultType' in one) return 'prometheus';
  const fields = Object.keys(one).map(normalizeName);
  if (fields.some((field) => /token|length|^requests$|^rps$/.test(field))) return 'requests';
  if (fields.some((field) => ACCESS_LOG_FIELD.test(field))) return 'access-log';
  return Object.entries(one).some(([field, value]) => typeof value === 'number' && !TIME_FIELD.test(normalizeName(field))) ? 'requests' : 'access-log';
}

const TIME_FIELD = /time|^ts$|^t$|^msec$|date|^start|second|offset|arrived/;
/** Normalized field names that occur only in access logs. */
const ACCESS_LOG_FIELD = /path|^uri|url|method|status|remote|clientip|useragent|referer|upstream|^request$|httprequest|^host$|bytes|duration|latency|^level$|^msg$|^message$/;

function firstEntry(text: string): unknown[] {
  if (!/^[\uFEFF\s]*\[/.test(text)) return [];
  const value = tryJson(text.replace(/^\uFEFF/, ''));
  return Array.isArray(value) ? value : [];
}

function firstLine(text: string): string {
  return /^[\uFEFF\s]*([^\n]*)/.exec(text)?.[1].trim() ?? '';
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${name} is not JSON: ${clip((error as Error).message)}; save the whole answer of /api/v1/query_range`);
  }
}
