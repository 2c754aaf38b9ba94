import { type Readable } from 'node:stream';
import { printable, printableLines } from '../values/printable';

/** A stream of text, and what is known about the terminal behind it. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Everything that a command touches besides files. */
export interface Io {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The exit statuses of every command. */
export const STATUS = { ok: 0, failed: 1, misuse: 2, internal: 70 } as const;

/** Name of an output file that stands for standard output. */
export const STDOUT = '-';

/** Writes text output: control characters and workflow commands of CI logs that came with the input are escaped. */
export function say(output: Output, text: string): void {
  output.write(printableLines(text));
}

/** Writes one line to standard error. Names and messages of the input add neither a line nor a colour to it. */
export function warn(io: Io, line: string): void {
  say(io.stderr, `${printable(line)}\n`);
}
