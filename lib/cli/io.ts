import { type Readable } from 'node:stream';

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

/** As the name of a file that is written: standard output. */
export const STDOUT = '-';
