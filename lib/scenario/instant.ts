import { isoSeconds } from '../values/iso-time';
import { UserError } from '../values/user-error';

/**
 * Parses an ISO 8601 timestamp to Unix seconds.
 *
 * @throws UserError if it is no ISO 8601 time with a date.
 */
export function toEpoch(text: string, path: string): number {
  const seconds = isoSeconds(text);
  if (seconds === undefined) throw new UserError(`${path} is '${text}'; use ISO 8601, as in 2024-01-31T09:00:00Z`);
  return seconds;
}
