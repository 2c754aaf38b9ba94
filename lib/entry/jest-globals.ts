import type {} from 'expect';
import { registerMatchers, type SimulatorMatchers } from './matchers';

export { type Matched, simulatorMatchers, type SimulatorMatchers } from './matchers';

/** Types of the `expect` that `@jest/globals` exports. */
declare module 'expect' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged interface only takes over
  interface Matchers<R extends void | Promise<void>> extends SimulatorMatchers<R> {}
}

registerMatchers();
