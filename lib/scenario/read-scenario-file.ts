import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../values/user-error';
import { readScenario } from './read-scenario';
import { type Scenario } from './scenario';

/** Scenario with the base folder of its paths. */
export interface ScenarioFile {
  readonly scenario: Scenario;
  /** @default - the current folder */
  readonly folder?: string;
}

/**
 * Reads the scenario of a file; returns an empty one without a path.
 *
 * @throws UserError if the file cannot be read or is invalid.
 */
export function readScenarioFile(path?: string): ScenarioFile {
  if (path === undefined) return { scenario: {} };
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new UserError(`cannot read the scenario '${path}': ${code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : message}`);
  }
  return { scenario: readScenario(text, path), folder: dirname(path) };
}
