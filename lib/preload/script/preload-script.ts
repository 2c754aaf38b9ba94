import { FETCH } from './fetch';
import { LIBRARY } from './library';
import { LOCK } from './lock';
import { LOOK, MAIN, WAIT } from './main';
import { SOURCE_PARTS } from './sources';

export type FetchKind = keyof typeof SOURCE_PARTS;

/**
 * Returns the script that fetches a model. The script text is constant: every value that depends on the model is an
 * environment variable.
 *
 * Exit status 0 means a complete model. Other statuses are numbers of sysexits with one line that states the reason:
 * 65 unexpected content from the source, 66 no such model, 73 volume not writable, 74 volume full, 75 temporary
 * failure, 77 access refused, 78 invalid configuration.
 */
export function writerScript(kind: FetchKind): string {
  return [LIBRARY, LOCK, FETCH, SOURCE_PARTS[kind], MAIN].join('');
}

/** Returns the script for pods with a read-only cache: waits until the model is complete. */
export function readerScript(): string {
  return LIBRARY + WAIT;
}

/** Returns the script that checks for an existing model. */
export function lookScript(): string {
  return LOOK;
}

/** Exit codes of permanent failures, on which a Job fails at once. */
export const PERMANENT_FAILURES: readonly number[] = [65, 66, 73, 74, 77, 78];
