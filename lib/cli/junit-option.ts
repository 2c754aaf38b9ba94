import { UserError } from '../values/user-error';

/** Throws if a report of conditions is requested and there are none. */
export function requireJunitConditions({ junit, failOn }: { readonly junit?: string; readonly failOn?: string }): void {
  if (junit !== undefined && failOn === undefined) {
    throw new UserError(`--junit ${junit} needs the conditions of --fail-on; add --fail-on, as in --fail-on 'p99>300ms', or remove --junit`);
  }
}
