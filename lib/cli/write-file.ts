import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../values/user-error';

/**
 * Writes a file as a whole or not at all: what was there stays until the new one is complete. Folders are made.
 *
 * @throws UserError where the place cannot be written.
 */
export function writeFileAtomically(path: string, content: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    replaceFile(path, temporary, content);
  } catch (error) {
    throw new UserError(`cannot write '${path}': ${(error as Error).message.replace(/, \w+ '.*$/, '')}; name a file in a folder that can be written`);
  }
}

function replaceFile(path: string, temporary: string, content: string): void {
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
