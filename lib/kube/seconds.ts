import { type Duration } from 'cdk8s';
import { UserError } from '../values/user-error';

/**
 * Returns a duration in whole seconds.
 *
 * @throws if it is not a whole number of seconds, or is out of range.
 */
export function wholeSeconds(what: string, duration: Duration, least: number, most?: number): number {
  const seconds = duration.toMilliseconds({ integral: false }) / 1000;
  if (!Number.isInteger(seconds) || seconds < least || (most !== undefined && seconds > most)) {
    throw new UserError(`${what} must be a whole number of seconds${most === undefined ? `, at least ${least}` : ` from ${least} to ${most}`}, got ${seconds} s`);
  }
  return seconds;
}
