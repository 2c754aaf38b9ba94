import { UserError } from '../values/user-error';
/** Rejects an invalid TCP port. */
export function requirePort(what: string, port: number): number {
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw new UserError(`${what} must be a whole number from 1 to 65535, got ${port}`);
  return port;
}
