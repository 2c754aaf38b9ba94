import { type Check, checkConditions, checkNoRequestLost, checkSlo, type Runs, type SloOptions } from '../results/assertions';

/** Matchers for a run of the simulator, or for an array of runs that must all match. */
export interface SimulatorMatchers<R = void> {
  /** Enough requests were answered in time: by the scenario's SLO, or by the one given. */
  toHoldSlo(options?: SloOptions): R;
  /** Conditions in the grammar of `--fail-on` are all true: `'p99 <= 300ms, flaps <= 2/h'`. */
  toMeet(conditions: string): R;
  /** No request timed out, was refused, or was killed with a pod. */
  toLoseNoRequest(): R;
}

/** Result of a matcher, as `expect.extend` takes it. */
export interface Matched {
  /** True where the condition holds. */
  readonly pass: boolean;
  /** Returns the sentence about a failed assertion. */
  readonly message: () => string;
}

function matched({ pass, message }: Check): Matched {
  return { pass, message: () => message };
}

/** Matchers for a runner whose `expect` is no global: `expect.extend(simulatorMatchers)`. */
export const simulatorMatchers = {
  toHoldSlo: (runs: Runs, options?: SloOptions): Matched => matched(checkSlo(runs, options)),
  toMeet: (runs: Runs, conditions: string): Matched => matched(checkConditions(runs, conditions)),
  toLoseNoRequest: (runs: Runs): Matched => matched(checkNoRequestLost(runs)),
};

/** Registers the matchers with the `expect` of the runner, where it is a global. */
export function registerMatchers(): void {
  const { expect } = globalThis as { expect?: { extend(matchers: object): void } };
  expect?.extend(simulatorMatchers);
}
