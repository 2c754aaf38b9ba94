import { type Method } from '../run/run';

/** Requests and batches of a process from which on more work of the compiler pays: fewer are over before it is done. */
const MANY = 5e6;

let pending: (() => void) | undefined;
/** Requests and batches of the runs so far. */
let expected = 0;

/** Runs an action once: before the run by requests or batches with which this process has many of them. */
export function beforeLongRuns(action: () => void): void {
  pending = action;
  expected = 0;
}

/** Counts a run that begins. */
export function countRun({ kind, expectedStages, batchSize }: Method): void {
  if (!pending || kind === 'flows') return;
  expected += expectedStages / batchSize;
  if (expected < MANY) return;
  pending();
  pending = undefined;
}
