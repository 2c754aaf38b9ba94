import { readFileSync } from 'node:fs';
import { describeProblem } from '../manifest/parse';
import { type ReadResult, readManifests, STDIN } from '../manifest/read';
import { UserError } from '../values/user-error';
import { type Io, say } from './io';

/**
 * Reads manifests and tells what in them cannot be read.
 *
 * @param level what it is called: an error, where it fails the command.
 * @throws UserError where nothing can be.
 */
export async function readFiles(paths: readonly string[], io: Io, level: 'warning' | 'error' = 'warning'): Promise<ReadResult> {
  const result = await readManifests(paths, { stdin: io.stdin });
  if (result.manifests.length === 0) {
    const [problem] = result.problems;
    const where = paths.map((path) => path === STDIN ? 'standard input' : path).join(', ');
    throw new UserError(`no Kubernetes object in ${where}${problem ? `; ${describeProblem(problem)}` : ''}`);
  }
  for (const problem of result.problems) say(io.stderr, `${level}: ${describeProblem(problem)}\n`);
  return result;
}

/**
 * Text of a file that an option names.
 *
 * @param what what the file is called in errors.
 * @throws UserError where it cannot be read.
 */
export function readText(path: string, what: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read the ${what} '${path}': ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message}`);
  }
}
