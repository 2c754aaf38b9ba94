import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../values/user-error';
import { type Io } from './io';
import { writeOutput } from './write-output';

/**
 * Writes files into a folder, and replaces those of a run before.
 *
 * @throws UserError where the folder holds a file that is none of them, before anything is written.
 */
export function writeFolder(folder: string, files: readonly { readonly path: string; readonly content: string }[], io: Io): void {
  const own = new Set(files.map(({ path }) => path));
  const other = existing(folder).find((path) => !own.has(path));
  if (other !== undefined) throw new UserError(`folder '${folder}' contains '${other}', which this command does not write; name an empty folder, or remove the file`);
  for (const { path, content } of files) writeOutput(join(folder, path), content, io);
}

function existing(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(join(folder, '/').length).replaceAll('\\', '/'));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    throw new UserError(`cannot write into '${folder}': ${code === 'ENOTDIR' ? 'it is a file' : message}; name a folder`);
  }
}
