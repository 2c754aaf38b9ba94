import { type Duration } from 'cdk8s';

/**
 * The whole seconds of a duration.
 *
 * @throws where it is no whole number of them, or below the least that is allowed.
 */
export function wholeSeconds(what: string, duration: Duration, least: number): number {
  const seconds = duration.toMilliseconds({ integral: false }) / 1000;
  if (!Number.isInteger(seconds) || seconds < least) {
    throw new Error(`${what} must be a whole number of seconds, at least ${least}, got ${seconds} s`);
  }
  return seconds;
}
