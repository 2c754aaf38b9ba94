import { FETCH } from './fetch';
import { LIBRARY } from './library';
import { LOCK } from './lock';
import { LOOK, MAIN, WAIT } from './main';
import { SOURCE_PARTS } from './sources';

export type FetchKind = keyof typeof SOURCE_PARTS;

/**
 * The script that fetches a model. Nothing is ever put into its text: all that differs from model to model comes in by
 * environment variables.
 *
 * It ends with status 0 and a whole model, or with one of sysexits' numbers and one line that says why: 65 the source
 * sent something else, 66 it has no such model, 73 the volume cannot be written, 74 it is full, 75 try again later, 77
 * access refused, 78 set up wrongly.
 */
export function writerScript(kind: FetchKind): string {
  return [LIBRARY, LOCK, FETCH, SOURCE_PARTS[kind], MAIN].join('');
}

/** The script of pods that see the cache read-only: it waits until the model is there. */
export function readerScript(): string {
  return LIBRARY + WAIT;
}

/** Script that checks for a model that should already exist. */
export function lookScript(): string {
  return LOOK;
}

/** Exit codes that a retry does not cure. A Job fails at once on these. */
export const PERMANENT_FAILURES: readonly number[] = [65, 66, 73, 74, 77, 78];
