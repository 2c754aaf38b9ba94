import { type Check, checkConditions, checkNoRequestLost, checkSlo, type Runs, type SloOptions } from '../results/assertions';

/** Matchers for a run of the simulator, or for an array of runs that must all match. Importing this file registers them with jest's `expect`. */
export interface SimulatorMatchers<R = void> {
  /** Enough requests were answered in time: by the scenario's SLO, or by the one given. */
  toHoldSlo(options?: SloOptions): R;
  /** Conditions in the grammar of `--fail-on` are all true: `'p99 <= 300ms, flaps <= 2/h'`. */
  toMeet(conditions: string): R;
  /** No request timed out, was refused, or was killed with a pod. */
  toLoseNoRequest(): R;
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the types of jest are merged into by name
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a merged interface only takes over
    interface Matchers<R> extends SimulatorMatchers<R> {}
  }
}

interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}

function matched({ pass, message }: Check): Matched {
  return { pass, message: () => message };
}

/** For another test runner: `expect.extend(simulatorMatchers)`. */
export const simulatorMatchers = {
  toHoldSlo: (runs: Runs, options?: SloOptions): Matched => matched(checkSlo(runs, options)),
  toMeet: (runs: Runs, conditions: string): Matched => matched(checkConditions(runs, conditions)),
  toLoseNoRequest: (runs: Runs): Matched => matched(checkNoRequestLost(runs)),
};

const { expect: jestExpect } = globalThis as { expect?: { extend(matchers: object): void } };
jestExpect?.extend(simulatorMatchers);
