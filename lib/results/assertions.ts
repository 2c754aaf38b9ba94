import { type Run } from '../simulator/run/run';
import { UserError } from '../values/user-error';
import { parseQuantity } from './fail-on-quantity';
import { type FailCondition, parseFailOn } from './fail-on';
import { formatMeasure, formatSeconds, formatShare } from './format';
import { summarize } from './summarize';
import { type RequestSummary, type Summary } from './summary';
import { judge } from './verdict';

/** Run, or several runs with different seeds that must all pass. */
export type Runs = Run | readonly Run[];

/** Options of an SLO assertion: the flow or workload, and the SLO. */
export interface SloOptions {
  /** Name of a flow, or name or id of a workload. @default - every flow */
  readonly of?: string;
  /** Latency bound in seconds, or text such as '300ms'. @default - the SLO of the scenario */
  readonly latency?: number | string;
  /** Share of requests that must be answered within the bound: 0.99. @default - the SLO of the scenario */
  readonly objective?: number;
}

/** Result of a check, with a sentence on the measured values. */
export interface Check {
  /** True if the condition is met. */
  readonly pass: boolean;
  /** Sentence with the expected and the actual figure. */
  readonly message: string;
}

/**
 * Asserts that enough requests were answered within the SLO's latency bound.
 *
 * @throws Error with the attained share if the SLO is missed.
 */
export function assertSlo(runs: Runs, options: SloOptions = {}): void {
  enforce(checkSlo(runs, options));
}

/**
 * Asserts conditions in the grammar of `--fail-on`, which must all be true: `'p99 <= 300ms, killed = 0'`.
 *
 * @throws Error with the measured values if a condition is false.
 */
export function assertConditions(runs: Runs, conditions: string): void {
  enforce(checkConditions(runs, conditions));
}

/**
 * Asserts that every request was answered: none timed out, was refused, or was killed with a pod.
 *
 * @throws Error with the number of lost requests if there are any.
 */
export function assertNoRequestLost(runs: Runs): void {
  enforce(checkNoRequestLost(runs));
}

/** Adds the assumptions to the message of a failed check. Each assumption names the scenario field that replaces it. */
function withAssumptions(runs: Runs, check: Check): Check {
  const assumed = [...new Set(listOf(runs).flatMap(({ assumptions }) => assumptions.filter((line) => /; (?:give|say|set|name) /.test(line))))];
  if (check.pass || assumed.length === 0) return check;
  const lines = assumed.slice(0, MOST_ASSUMPTIONS).map((line) => `  - ${line}`);
  const more = assumed.length > MOST_ASSUMPTIONS ? [`  - and ${assumed.length - MOST_ASSUMPTIONS} more`] : [];
  return { pass: false, message: [check.message, '', 'Assumed where the scenario says nothing (write the field that a line names):', ...lines, ...more].join('\n') };
}

const MOST_ASSUMPTIONS = 15;

/** Returns the result of `assertSlo` without throwing. */
export function checkSlo(runs: Runs, options: SloOptions = {}): Check {
  const parts = listOf(runs).flatMap((run) => subjectsOf(run, options.of).map((subject) => attainment(run, subject, options)));
  return withAssumptions(runs, {
    pass: parts.every(({ attained, objective }) => attained >= objective),
    message: parts.map(({ name, attained, objective, latency }) =>
      `${name}: ${formatShare(attained)} of the requests were answered within ${formatSeconds(latency)}; the objective is ${formatShare(objective)}`).join('\n'),
  });
}

/** Returns the result of `assertConditions` without throwing. */
export function checkConditions(runs: Runs, conditions: string): Check {
  const parsed = parseFailOn(conditions);
  const optimum = parsed.some(({ measure }) => measure === 'optimum-ratio');
  const verdicts = judge(parsed, listOf(runs).map((run) => summarize(run, { optimum })));
  return withAssumptions(runs, {
    pass: verdicts.every(({ measured }) => measured.every(({ failed }) => failed)),
    message: verdicts.flatMap(({ condition, measured }) => measured.map(({ subject, value, failed }) =>
      `${failed ? 'holds' : 'does not hold'}: ${condition.text}, as ${subject} has ${valueOf(value, condition)}`)).join('\n'),
  });
}

/** Returns the result of `assertNoRequestLost` without throwing. */
export function checkNoRequestLost(runs: Runs): Check {
  const lost = listOf(runs).flatMap((run) => run.flows.map(({ name, counters: { timedOut, killed, refused } }) => ({ name, timedOut, killed, refused })));
  return withAssumptions(runs, {
    pass: lost.every(({ timedOut, killed, refused }) => timedOut + killed + refused === 0),
    message: lost.map(({ name, timedOut, killed, refused }) => `${name}: ${timedOut} timed out, ${killed} were killed, ${refused} were refused`).join('\n'),
  });
}

function attainment(run: Run, { name, summary, index }: Subject, options: SloOptions): { name: string; attained: number; objective: number; latency: number } {
  const { slo } = summary;
  const latency = options.latency === undefined ? slo?.latencySeconds : secondsOf(options.latency);
  const objective = options.objective ?? slo?.objective;
  if (latency === undefined || objective === undefined) throw new UserError(`${name} has no SLO; name a latency and an objective, as in { latency: '300ms', objective: 0.99 }`);
  if (options.latency === undefined) return { name, attained: slo!.attainmentByRequest ?? 1, objective, latency };
  const { latency: histogram, counters } = 'id' in summary ? run.workloads[index] : run.flows[index];
  const attained = counters.arrived === 0 ? 1 : histogram.count === 0 ? 0 : histogram.shareWithin(latency) * counters.served / counters.arrived;
  return { name, attained, objective, latency };
}

interface Subject {
  readonly name: string;
  readonly summary: RequestSummary;
  readonly index: number;
}

function subjectsOf(run: Run, of: string | undefined): Subject[] {
  const summary: Summary = summarize(run, { optimum: false });
  const flows = summary.flows.map((flow, index) => ({ name: flow.name, summary: flow, index }));
  if (of === undefined) return flows;
  const workloads = summary.workloads.map((workload, index) => ({ name: workload.id, summary: workload, index }));
  const named = [...flows.filter(({ name }) => name === of), ...workloads.filter(({ name }) => `/${name}`.endsWith(`/${of}`))].slice(0, 1);
  if (named.length === 0) throw new UserError(`'${of}' is not in the run; name one of ${[...flows, ...workloads].map(({ name }) => name).join(', ')}`);
  return named;
}

function secondsOf(latency: number | string): number {
  if (typeof latency === 'number') return latency;
  return parseQuantity(latency, { name: 'latency', dimension: 'seconds' }, (message, allowed) => new UserError(`${message}; ${allowed}`)).value;
}

function valueOf(value: number | null, { dimension, ofArrived }: FailCondition): string {
  return value === null ? 'no request' : formatMeasure(value, ofArrived ? 'share' : dimension);
}

function listOf(runs: Runs): readonly Run[] {
  return 'world' in runs ? [runs] : runs;
}

function enforce({ pass, message }: Check): void {
  if (!pass) throw new Error(message);
}
