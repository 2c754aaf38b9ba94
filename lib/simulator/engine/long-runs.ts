import { type Method } from '../run/run';

/**
 * Requests or batches of a run from which on more work of the compiler pays: fewer are over before it is done. What was
 * compiled in earlier runs stays as it is, so that many short runs do not count as a long one.
 */
const MANY = 2e6;

let pending: (() => void) | undefined;

/** Runs an action once: before the first run of a process that simulates many requests or batches. */
export function beforeLongRuns(action: () => void): void {
  pending = action;
}

/** Registers the start of a run. */
export function beginRun({ kind, expectedStages, batchSize }: Method): void {
  if (!pending || kind === 'flows' || expectedStages / batchSize < MANY) return;
  pending();
  pending = undefined;
}
