import {
  accessSync, closeSync, constants, existsSync, fchmodSync, fchownSync, mkdirSync, openSync, renameSync, rmSync, type Stats, statSync, writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../values/user-error';

/** Errors of the file system where a file itself can be written, but no other file beside it. */
const NO_FILE_BESIDE: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS', 'EBUSY', 'EXDEV']);
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'writing it is not permitted', EPERM: 'writing it is not permitted', EROFS: 'the file system is read-only', EISDIR: 'it is a folder', ENOSPC: 'no space is left on the device',
  ENOTDIR: 'a part of the path is a file, not a folder', ELOOP: 'its symbolic links form a loop', ENAMETOOLONG: 'the name is too long', ENXIO: 'nothing reads from it', EPIPE: 'its reader is gone',
};

/**
 * Writes a file as a whole: a reader finds the old content or the new one, whenever the process ends. Folders are made.
 *
 * @throws UserError where it cannot be written.
 */
export function writeFileAtomically(path: string, content: string): void {
  try {
    replaceFile(path, statSync(path, { throwIfNoEntry: false }), content);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Error for a person: the path, the reason, and the remedy. */
export function unwritable(path: string, error: unknown): UserError {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return new UserError(`cannot write '${path}': ${REASONS[code] ?? message.replace(/, \w+ '.*$/s, '')}; name a file in a folder that can be written`);
}

/** Refuses a file that cannot be replaced. */
export function requireFile(path: string, existing: Stats): void {
  if (existing.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  accessSync(path, constants.W_OK);
}

/** Refuses a folder that neither takes a file nor can be made. */
export function requireFolder(path: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) requireFolder(dirname(path));
  else if (!stats.isDirectory()) throw Object.assign(new Error('is no folder'), { code: 'ENOTDIR' });
  else accessSync(path, constants.W_OK | constants.X_OK);
}

/**
 * Replaces a file as a whole, and keeps the mode and owner of the existing one.
 *
 * @throws the error of the file system.
 */
export function replaceFile(path: string, existing: Stats | undefined, content: string): void {
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

/**
 * Opens a path and writes all of a text to it.
 *
 * @param like the file whose mode and owner the new one takes.
 */
export function writeThrough(path: string, content: string, flags: number, like?: Stats): void {
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
