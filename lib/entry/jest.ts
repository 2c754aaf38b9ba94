import { registerMatchers, type SimulatorMatchers } from './matchers';

export { type Matched, simulatorMatchers, type SimulatorMatchers } from './matchers';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the types of jest are merged into by name
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged interface only takes over
    interface Matchers<R> extends SimulatorMatchers<R> {}
  }
}

registerMatchers();
