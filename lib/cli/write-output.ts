import {
  accessSync, closeSync, constants, existsSync, fchmodSync, fchownSync, lstatSync, mkdirSync, openSync, readlinkSync, realpathSync, renameSync, rmSync,
  type Stats, statSync, writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '../values/user-error';
import { type Io, say, STDOUT } from './io';

/** File descriptors of this process, as Linux and macOS name them. */
const DESCRIPTOR = /^\/(?:dev|proc\/(?:self|thread-self|\d+))\/fd\/(\d+)$/;
const MOST_LINKS = 40;
/** Errors of the file system where a file itself can be written, but no other file beside it. */
const NO_FILE_BESIDE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV']);
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'writing it is not permitted', EPERM: 'writing it is not permitted', EROFS: 'the file system is read-only', EISDIR: 'it is a folder', ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of the path is a file, not a folder', ELOOP: 'its symbolic links form a loop', ENAMETOOLONG: 'the name is too long', ENXIO: 'nothing reads from it', EPIPE: 'its reader is gone',
};

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
    // What cannot be followed is refused when it is written.
    return false;
  }
}

/**
 * Writes an output to a path, or to standard output for `-`.
 *
 * A regular file is replaced as a whole and keeps its mode; symbolic links are followed; folders are made. Devices, FIFOs and open descriptors
 * (process substitution) are written to.
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

function unwritable(path: string, error: unknown): UserError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new UserError(`cannot write '${path}': ${REASONS[code] ?? message.replace(/, \w+ '.*$/s, '')}; name a file in a folder that can be written`);
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

/** Prints the text of a command, and writes its figures as JSON where they are asked for; JSON on standard output replaces the text. */
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

function requireFile(path: string, existing: Stats): void {
  if (existing.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  accessSync(path, constants.W_OK);
}

/** Refuses a folder that neither takes a file nor can be made. */
function requireFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) requireFolder(dirname(path));
  else if (!stats.isDirectory()) throw Object.assign(new Error('is no folder'), { code: 'ENOTDIR' });
  else accessSync(path, constants.W_OK | constants.X_OK);
}

function replaceFile(path: string, existing: Stats | undefined, content: string): void {
  if (existing) requireFile(path, existing);
  else mkdirSync(dirname(path), { recursive: true });
  try {
    replaceAtomically(path, existing, content);
  } catch (error) {
    if (!existing || !NO_FILE_BESIDE.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    writeThrough(path, content, constants.O_WRONLY | constants.O_TRUNC);
  }
}

function replaceAtomically(path: string, existing: Stats | undefined, content: string): void {
  const temporary = temporaryBeside(path);
  try {
    writeThrough(temporary, content, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, existing);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Path of a new file in the same folder, whose name is short whatever that of the file is. */
function temporaryBeside(path: string): string {
  for (let attempt = 0; ; attempt++) {
    const temporary = join(dirname(path), `.${basename(path).slice(0, 40)}.${process.pid}.${attempt}.tmp`);
    if (!existsSync(temporary)) return temporary;
  }
}

/** @param like the file whose mode and owner the new one takes. */
function writeThrough(path: string, content: string, flags: number, like?: Stats): void {
  const file = openSync(path, flags, 0o666);
  try {
    if (like) keepOwner(file, like);
    writeAll(file, Buffer.from(content));
  } finally {
    closeSync(file);
  }
}

function keepOwner(file: number, { uid, gid, mode }: Stats): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only root may give a file away; the mode is kept nevertheless.
  }
  fchmodSync(file, mode & 0o7777);
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      // A pipe that does not block takes more once its reader has read.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
