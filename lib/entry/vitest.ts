import { registerMatchers, type SimulatorMatchers } from './matchers';

export { type Matched, simulatorMatchers, type SimulatorMatchers } from './matchers';

/** Types of the `expect` of vitest, from 3.2 on. */
declare module 'vitest' {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- merged into by the same parameters
  interface Matchers<T = any> extends SimulatorMatchers<T> {}
}

registerMatchers();
