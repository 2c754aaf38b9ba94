import { UserError } from '../values/user-error';
import { isCombinedLine, readAccessLog } from './access-log';
import { readPrometheus } from './prometheus-trace';
import { normalizeName, readCsv, readJsonLines } from './table';
import { readTable } from './table-trace';
import { type Trace, type TraceFormat, type TraceOptions } from './trace';
import { clip } from './trace-clock';

/**
 * Reads recorded traffic in any of the formats; which one it is, is told from its content unless the options name it.
 *
 * @param name what to call it in messages: the path as the user gave it.
 * @throws UserError with the line, what was found there and what is allowed.
 */
export function readTrace(text: string, name: string, options: TraceOptions = {}): Trace {
  const format = options.format ?? detectFormat(text, name);
  switch (format) {
    case 'prometheus': return readPrometheus(parseJson(text, name), name, options);
    case 'access-log': return readAccessLog(text, name, options);
    case 'counts':
    case 'requests': {
      const table = firstLine(text).startsWith('{') ? readJsonLines(text, name) : readCsv(text, name);
      return readTable(table, name, options, options.format);
    }
  }
}

function detectFormat(text: string, name: string): TraceFormat {
  const line = firstLine(text);
  if (line === '') throw new UserError(`${name} is empty; give it a header such as seconds,requests and a row for each bucket`);
  if (isCombinedLine(line)) return 'access-log';
  if (!line.startsWith('{') && !line.startsWith('[')) {
    if (/[\0-\x08]/.test(line)) throw new UserError(`${name} begins with '${clip(line.replace(/[^\x20-\x7e]/g, '?'))}', which is no text; use CSV, JSON or an access log`);
    return 'counts';
  }
  const one = tryJson(line);
  if (one === undefined || Array.isArray(one) || 'status' in one && ('data' in one || 'errorType' in one) || 'resultType' in one) return 'prometheus';
  const fields = Object.keys(one).map(normalizeName);
  return fields.some((field) => /token|length|^requests$|^rps$/.test(field)) ? 'requests' : 'access-log';
}

function firstLine(text: string): string {
  return /^[\uFEFF\s]*([^\n]*)/.exec(text)?.[1].trim() ?? '';
}

function tryJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value as Record<string, unknown> : undefined;
  } catch {
    return undefined;
  }
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${name} is no JSON: ${clip((error as Error).message)}; save the whole answer of /api/v1/query_range`);
  }
}
