import { createReadStream } from 'node:fs';
import { UserError } from '../../lib/values/user-error';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const CHUNK_BYTES = 1 << 18;

/** A value of the outermost object that is itself an object, or one element of the outermost array `cases`. */
export interface TopLevelObject {
  readonly key: string;
  readonly value: Record<string, unknown>;
}

/**
 * Reads a file of the form `{"meta": {...}, "cases": [{...}, ...]}` in pieces: never more of it is in memory than one
 * case and one chunk.
 *
 * @throws UserError if the file is not of that form.
 */
export async function* readTopLevelObjects(path: string): AsyncGenerator<TopLevelObject> {
  const scanner = new Scanner(path);
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) yield* scanner.feed(chunk);
  scanner.end();
}

/** Follows braces, brackets and strings of one file, and cuts out what lies directly below its outermost object. */
class Scanner {
  private depth = 0;
  private inString = false;
  private escaped = false;
  private inCases = false;
  private expectsKey = false;
  private key = '';
  /** Part that is being cut out; earlier chunks of it are in `parts`, the present one begins at `start`. */
  private cutting: 'key' | 'object' | undefined;
  private parts: Buffer[] = [];
  private start = 0;

  public constructor(private readonly path: string) {}

  public* feed(chunk: Buffer): Generator<TopLevelObject> {
    this.start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (this.inString) {
        if (this.escaped) this.escaped = false;
        else if (byte === BACKSLASH) this.escaped = true;
        else if (byte === QUOTE) this.closeString(chunk, i);
      } else if (byte === QUOTE) {
        this.openString(i);
      } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        this.open(byte, i);
      } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
        this.depth--;
        if (this.depth < 0) throw malformed(this.path);
        if (this.cutting && this.depth === (this.inCases ? 2 : 1)) yield { key: this.key, value: parse(this.cut(chunk, i), this.path) };
        if (this.depth === 1) this.inCases = false;
      } else if (byte === COMMA && this.depth === 1) {
        this.expectsKey = true;
      }
    }
    if (this.cutting) this.parts.push(chunk.subarray(this.start));
  }

  public end(): void {
    if (this.depth !== 0 || this.inString || this.key === '') throw malformed(this.path);
  }

  private openString(at: number): void {
    this.inString = true;
    if (this.depth === 1 && this.expectsKey) this.cutFrom(at, 'key');
  }

  private closeString(chunk: Buffer, at: number): void {
    this.inString = false;
    if (this.cutting !== 'key') return;
    this.key = JSON.parse(this.cut(chunk, at)) as string;
    this.expectsKey = false;
  }

  private open(byte: number, at: number): void {
    if (this.depth === 0) {
      if (byte !== OPEN_BRACE) throw malformed(this.path);
      this.expectsKey = true;
    } else if (this.depth === 1 && this.key === 'cases') {
      this.inCases = byte === OPEN_BRACKET;
    } else if (byte === OPEN_BRACE && (this.depth === 1 || (this.depth === 2 && this.inCases))) {
      this.cutFrom(at, 'object');
    }
    this.depth++;
  }

  private cutFrom(at: number, what: 'key' | 'object'): void {
    this.cutting = what;
    this.parts = [];
    this.start = at;
  }

  private cut(chunk: Buffer, last: number): string {
    const { parts } = this;
    parts.push(chunk.subarray(this.start, last + 1));
    this.cutting = undefined;
    this.parts = [];
    return (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString('utf8');
  }
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
