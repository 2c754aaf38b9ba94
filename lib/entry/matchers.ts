import { type Check, checkConditions, checkNoRequestLost, checkSlo, type Runs, type SloOptions } from '../results/assertions';

/** Matchers for a simulator run, or for an array of runs that must all match. */
export interface SimulatorMatchers<R = void> {
  /** Asserts that enough requests were answered within the scenario's or the given SLO. */
  toHoldSlo(options?: SloOptions): R;
  /** Asserts conditions in the grammar of `--fail-on`, which must all be true: `'p99 <= 300ms, flaps <= 2/h'`. */
  toMeet(conditions: string): R;
  /** Asserts that no request timed out, was refused, or was killed with a pod. */
  toLoseNoRequest(): R;
}

/** Result of a matcher for `expect.extend`. */
export interface Matched {
  /** True if the condition is met. */
  readonly pass: boolean;
  /** Returns the message of a failed assertion. */
  readonly message: () => string;
}

function matched({ pass, message }: Check): Matched {
  return { pass, message: () => message };
}

/** Matchers for a test runner without a global `expect`: `expect.extend(simulatorMatchers)`. */
export const simulatorMatchers = {
  toHoldSlo: (runs: Runs, options?: SloOptions): Matched => matched(checkSlo(runs, options)),
  toMeet: (runs: Runs, conditions: string): Matched => matched(checkConditions(runs, conditions)),
  toLoseNoRequest: (runs: Runs): Matched => matched(checkNoRequestLost(runs)),
};

/** Registers the matchers with the `expect` of the test runner, if it is a global. */
export function registerMatchers(): void {
  const { expect } = globalThis as { expect?: { extend(matchers: object): void } };
  expect?.extend(simulatorMatchers);
}
