import { createReadStream } from 'node:fs';
import { UserError } from '../../lib/values/user-error';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** A value of the outermost object that is itself an object, or one element of the outermost array `cases`. */
export interface TopLevelObject {
  readonly key: string;
  readonly value: Record<string, unknown>;
}

/**
 * Reads a file of the form `{"meta": {...}, "cases": [{...}, ...]}` in pieces: never more of it is in memory than one case and one chunk.
 *
 * @throws UserError if the file is not of that form.
 */
export async function* readTopLevelObjects(path: string): AsyncGenerator<TopLevelObject> {
  let depth = 0;
  let inString = false;
  let escaped = false;
  let inCases = false;
  let atKey = false;
  let key = '';
  let parts: Buffer[] | undefined;
  let inKey = false;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 18 }) as AsyncIterable<Buffer>) {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (inString) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inString = false;
          if (inKey) {
            key = JSON.parse(joined(parts!, chunk, start, i + 1)) as string;
            parts = undefined;
            inKey = false;
            atKey = false;
          }
        }
        continue;
      }
      if (byte === QUOTE) {
        inString = true;
        if (depth === 1 && atKey) {
          inKey = true;
          parts = [];
          start = i;
        }
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (depth === 0) {
          if (byte !== OPEN_BRACE) throw malformed(path);
          atKey = true;
        } else if (depth === 1 && key === 'cases' && byte === OPEN_BRACKET) {
          inCases = true;
        } else if (byte === OPEN_BRACE && ((depth === 1 && key !== 'cases') || (depth === 2 && inCases))) {
          parts = [];
          start = i;
        }
        depth++;
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        depth--;
        if (depth < 0) throw malformed(path);
        if (parts && depth === (inCases ? 2 : 1)) {
          yield { key, value: parse(joined(parts, chunk, start, i + 1), path) };
          parts = undefined;
        }
        if (depth === 1) inCases = false;
      } else if (byte === COMMA && depth === 1) {
        atKey = true;
      }
    }
    parts?.push(chunk.subarray(start));
  }
  if (depth !== 0 || inString || key === '') throw malformed(path);
}

function joined(parts: Buffer[], chunk: Buffer, start: number, end: number): string {
  const last = chunk.subarray(start, end);
  return (parts.length === 0 ? last : Buffer.concat([...parts, last])).toString('utf8');
}

function parse(text: string, path: string): Record<string, unknown> {
  try {
    return parseExactly(text) as Record<string, unknown>;
  } catch (error) {
    throw new UserError(`${path} holds a case that is not JSON: ${(error as Error).message}`);
  }
}

/** JSON whose whole numbers keep all their digits: those that a number cannot hold become bigints. */
export function parseExactly(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g, (token) => {
    return token.startsWith('"') || Number.isSafeInteger(Number(token)) ? token : `"bigint:${token}"`;
  });
  return JSON.parse(marked, (_, value: unknown) => {
    return typeof value === 'string' && value.startsWith('bigint:') ? BigInt(value.slice('bigint:'.length)) : value;
  });
}

function malformed(path: string): UserError {
  return new UserError(`${path} is not a file of cases; it must be one JSON object with a list "cases", whole and not cut off`);
}
