import { UserError } from '../values/user-error';

const LONGEST_QUOTE = 120;

/** An expression in an error: in one line, and not too long. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `'${line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line}'`;
}

/** Something that Prometheus itself would refuse. */
export function invalid(text: string, why: string): UserError {
  return new UserError(`${quoted(text)} is not valid PromQL: ${why}`);
}

/** Something that Prometheus has and the simulator has not. */
export function beyond(text: string, construct: string): UserError {
  return new UserError(`${construct} is outside the simulated subset of PromQL, in ${quoted(text)}; docs/simulator.md lists what is`);
}
