import { readFileSync } from 'node:fs';
import { UserError } from '../values/user-error';

/** Default environment variable of the Prometheus token. */
export const TOKEN_VARIABLE = 'PROMETHEUS_TOKEN';

/** Source of a token. */
export interface TokenPlace {
  /** Name of an environment variable. @default PROMETHEUS_TOKEN */
  readonly tokenEnv?: string;
  /** File that contains only the token; it takes precedence over the variable. */
  readonly tokenFile?: string;
}

const READ_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'reading it is not permitted', ENAMETOOLONG: 'there is no such file', ENOTDIR: 'there is no such file',
};

/**
 * Reads the token of a Prometheus from a file or the environment; undefined without one.
 *
 * @param fields names of the two settings in errors, which do not repeat a value: it may be the token itself.
 * @throws UserError if a given variable is not set, or the file cannot be read.
 */
export function tokenAt(
  { tokenEnv, tokenFile }: TokenPlace, env: Readonly<Record<string, string | undefined>>, fields: { readonly env: string; readonly file: string },
): string | undefined {
  const token = tokenFile !== undefined ? readToken(tokenFile, fields.file) : env[tokenEnv ?? TOKEN_VARIABLE];
  if (tokenEnv !== undefined && token === undefined) {
    const shown = /^[A-Z][A-Z0-9_]{0,63}$/.test(tokenEnv) ? `is ${tokenEnv}, which is not set; export it` : 'names no variable that is set; write the name of one, as in PROMETHEUS_TOKEN,';
    throw new UserError(`${fields.env} ${shown} or name a ${fields.file.split('.').at(-1)}`);
  }
  return token?.trim();
}

function readToken(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw new UserError(`${field} cannot be read: ${READ_FAULTS[code] ?? code}; name a file that contains only the token`);
  }
}
