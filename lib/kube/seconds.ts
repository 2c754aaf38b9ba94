import { type Duration } from 'cdk8s';
import { UserError } from '../values/user-error';

/**
 * The whole seconds of a duration.
 *
 * @throws where it is not a whole number of them, or outside what is allowed.
 */
export function wholeSeconds(what: string, duration: Duration, least: number, most?: number): number {
  const seconds = duration.toMilliseconds({ integral: false }) / 1000;
  if (!Number.isInteger(seconds) || seconds < least || (most !== undefined && seconds > most)) {
    throw new UserError(`${what} must be a whole number of seconds${most === undefined ? `, at least ${least}` : ` from ${least} to ${most}`}, got ${seconds} s`);
  }
  return seconds;
}
