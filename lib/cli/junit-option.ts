import { UserError } from '../values/user-error';

/** Throws where a report of conditions is asked for and there are none. */
export function requireJunitConditions({ junit, failOn }: { readonly junit?: string; readonly failOn?: string }): void {
  if (junit !== undefined && failOn === undefined) {
    throw new UserError(`--junit ${junit} is to hold the conditions of --fail-on, and there are none; add --fail-on, as in --fail-on 'p99>300ms', or leave --junit out`);
  }
}
