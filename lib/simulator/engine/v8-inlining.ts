import { setFlagsFromString } from 'node:v8';
import { beforeLongRuns } from './long-runs';

/**
 * Raises V8's inlining limits for the engine's small functions before the first long run by requests or batches. In
 * shorter ones, and by flows, compiling larger functions takes longer than they save. The setting applies to the
 * whole process, so the CLI and worker threads make it, and the library does not.
 */
export function raiseInliningLimits(): void {
  beforeLongRuns(raiseAtOnce);
}

/** Raises the limits now, whatever is run. */
export function raiseAtOnce(): void {
  setFlagsFromString('--max-inlined-bytecode-size=1200');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=4000');
}
