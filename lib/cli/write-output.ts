import { constants, lstatSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { replaceFile, requireFile, requireFolder, unwritable, writeThrough } from '../recording/replace-file';
import { type Io, say, STDOUT } from './io';

/** File descriptors of this process, as Linux and macOS name them. */
const DESCRIPTOR = /^\/(?:dev|proc\/(?:self|thread-self|\d+))\/fd\/(\d+)$/;
const MOST_LINKS = 40;

/** Destination of an output. */
type Destination =
  | { readonly kind: 'stdout' }
  /** Device, FIFO, socket or open descriptor, whose content is appended. */
  | { readonly kind: 'stream'; readonly path: string }
  | { readonly kind: 'file'; readonly path: string; readonly existing?: Stats };

/** Tells if an output replaces the text on standard output: `-`, `/dev/stdout` and similar paths. */
export function isStdout(path: string | undefined): boolean {
  if (path === undefined) return false;
  try {
    return path === STDOUT || destinationOf(path).kind === 'stdout';
  } catch {
    // A link that cannot be followed is refused when it is written.
    return false;
  }
}

/**
 * Writes an output to a path, or to standard output for `-`.
 *
 * A regular file is replaced as a whole and keeps its mode; symbolic links are followed; folders are made. Devices,
 * FIFOs and open descriptors (process substitution) are written to.
 *
 * @throws UserError where the path cannot be written.
 */
export function writeOutput(path: string, content: string, io: Io): void {
  if (path === STDOUT) {
    io.stdout.write(content);
    return;
  }
  try {
    const destination = destinationOf(path);
    switch (destination.kind) {
      case 'stdout': io.stdout.write(content); break;
      case 'stream': writeThrough(destination.path, content, constants.O_WRONLY | constants.O_APPEND); break;
      case 'file': replaceFile(destination.path, destination.existing, content); break;
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Refuses an output that cannot be written, before a long run whose result it would lose.
 *
 * @throws UserError where the path is a folder, or may not be written.
 */
export function requireWritable(path: string): void {
  if (path === STDOUT) return;
  try {
    const destination = destinationOf(path);
    if (destination.kind !== 'file') return;
    if (destination.existing) requireFile(destination.path, destination.existing);
    else requireFolder(dirname(destination.path));
  } catch (error) {
    throw unwritable(path, error);
  }
}

/**
 * Prints the text of a command, and writes its figures as JSON where they are asked for; JSON on standard output
 * replaces the text.
 */
export function writeResult(text: string, figures: unknown, path: string | undefined, io: Io): void {
  if (path !== undefined) writeOutput(path, `${JSON.stringify(figures, null, 2)}\n`, io);
  if (!isStdout(path)) say(io.stdout, text);
}

function destinationOf(path: string): Destination {
  let target = resolve(path);
  for (let links = 0; links < MOST_LINKS; links++) {
    const descriptor = DESCRIPTOR.exec(target)?.[1];
    if (descriptor === '1') return { kind: 'stdout' };
    if (descriptor !== undefined) return { kind: 'stream', path: target };
    const stats = lstatSync(target, { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'file', path: target };
    if (!stats.isSymbolicLink()) return stats.isFile() || stats.isDirectory() ? { kind: 'file', path: target, existing: stats } : { kind: 'stream', path: target };
    target = resolve(realpathSync(dirname(target)), readlinkSync(target));
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}
