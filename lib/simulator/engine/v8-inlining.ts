import { setFlagsFromString } from 'node:v8';

/**
 * Raises V8's inlining limits for the engine's small functions, which makes requests a third faster (`npm run bench --
 * simulator`). The setting applies to the whole process, so the CLI and worker threads make it, and the library does
 * not.
 */
export function raiseInliningLimits(): void {
  setFlagsFromString('--max-inlined-bytecode-size=1200');
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=4000');
}
