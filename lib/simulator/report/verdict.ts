import { UserError } from '../../values/user-error';
import { type Comparator, type FailCondition } from './fail-on';
import { formatMeasure } from './format';
import { REPLICA_MEASURES, REQUEST_MEASURES } from './measures';
import { type RequestSummary, type Summary, type WorkloadSummary } from './summary';

/** What became of one condition. */
export interface Verdict {
  readonly condition: FailCondition;
  /** The condition holds somewhere: the run fails. */
  readonly failed: boolean;
  /** Every flow or workload that was looked at, in each run. */
  readonly measured: readonly Measured[];
}

export interface Measured {
  /** The flow or workload, with the seed where there were several. */
  readonly subject: string;
  readonly value: number | null;
  readonly failed: boolean;
}

/** What to do where nothing has a measure. */
const REMEDIES: Readonly<Record<string, string>> = {
  slo: 'give the scenario an slo',
  'slo-minutes': 'give the scenario an slo',
  late: 'give the scenario an slo',
  'optimum-ratio': 'no plan within the bounds holds the SLO, so raise maxReplicas or relax the slo',
};

/**
 * Holds conditions against the summaries of one run, or of several with different seeds; a condition that holds in one of them fails.
 *
 * @throws UserError when a condition names a workload that is not there, or a measure that nothing in the run has.
 */
export function judge(conditions: readonly FailCondition[], summaries: readonly Summary[]): Verdict[] {
  return conditions.map((condition) => {
    const measured = summaries.flatMap((summary) => measure(condition, summary, summaries.length > 1 ? ` (seed ${summary.seed})` : ''));
    return { condition, failed: measured.some(({ failed }) => failed), measured };
  });
}

/** One line for each condition: whether it fails, and what was measured where it does; what was measured everywhere, if it does not. */
export function renderVerdicts(verdicts: readonly Verdict[]): string {
  return verdicts.map(({ condition, failed, measured }) => {
    const shown = measured.filter((each) => each.failed === failed);
    const values = shown.map(({ subject, value }) => `${subject} ${formatThreshold(value, condition)}`).join(', ');
    return `${failed ? 'FAILED' : 'ok    '} ${condition.text}: ${values}`;
  }).join('\n');
}

function measure(condition: FailCondition, summary: Summary, suffix: string): Measured[] {
  const readers = readersOf(condition, summary);
  const known = readers.filter(({ value }) => value !== null);
  if (known.length === 0 && readers.every(({ arrived }) => arrived > 0)) {
    const names = readers.map(({ name }) => name).join(', ');
    throw new UserError(`'${condition.text}' cannot be judged: ${condition.measure} was not measured for ${names}; ${REMEDIES[condition.measure] ?? 'name a workload that has it'}`);
  }
  return (known.length > 0 ? known : readers).map(({ name, value, arrived }) => {
    const compared = value !== null && condition.ofArrived ? value / Math.max(1, arrived) : value;
    return { subject: `${name}${suffix}`, value: compared, failed: compared !== null && compares(compared, condition.comparator, condition.threshold) };
  });
}

interface Reading {
  readonly name: string;
  readonly value: number | null;
  readonly arrived: number;
}

function readersOf({ subject, measure: name, text }: FailCondition, summary: Summary): Reading[] {
  const ofRequests = REQUEST_MEASURES.find((each) => each.name === name);
  const ofReplicas = REPLICA_MEASURES.find((each) => each.name === name);
  const reading = (of: RequestSummary | WorkloadSummary): Reading => ({
    name: 'id' in of && summary.workloads.filter((other) => other.name === of.name).length > 1 ? of.id : of.name,
    value: ofRequests ? ofRequests.read(of) : ofReplicas!.read(of as WorkloadSummary),
    arrived: of.requests.arrived,
  });
  if (subject === undefined) return (ofRequests ? summary.flows : summary.workloads).map(reading);
  const workloads = summary.workloads.filter(({ id }) => `/${id}`.endsWith(`/${subject}`));
  const flows = ofRequests ? summary.flows.filter((flow) => flow.name === subject) : [];
  const named = workloads.length > 0 ? workloads : flows;
  if (named.length === 0) {
    const names = [...summary.workloads.map(({ id }) => id), ...(ofRequests ? summary.flows.map((flow) => flow.name) : [])];
    throw new UserError(`'${text}' names '${subject}', which is not in the run; use the name or the id of one of ${[...new Set(names)].join(', ')}`);
  }
  return named.map(reading);
}

function compares(value: number, comparator: Comparator, threshold: number): boolean {
  switch (comparator) {
    case '>': return value > threshold;
    case '>=': return value >= threshold;
    case '<': return value < threshold;
    case '<=': return value <= threshold;
    case '=': return value === threshold;
  }
}

function formatThreshold(value: number | null, { dimension, ofArrived }: FailCondition): string {
  return value === null ? 'was not measured, as no request came' : formatMeasure(value, ofArrived ? 'share' : dimension);
}
