import { subjectsOf, unmeasured } from './condition-subjects';
import { type Comparator, type FailCondition } from './fail-on';
import { formatMeasure } from './format';
import { REPLICA_MEASURES, REQUEST_MEASURES } from './measures';
import { type RequestSummary, type Summary, type WorkloadSummary } from './summary';

/** Result of one condition. */
export interface Verdict {
  /** Evaluated condition. */
  readonly condition: FailCondition;
  /** True if the condition is met anywhere, so that the run fails. */
  readonly failed: boolean;
  /** Measured values of every evaluated flow or workload, in each run. */
  readonly measured: readonly Measured[];
}

/** Value of a condition's measure for one flow or workload. */
export interface Measured {
  /** Name of the flow or workload, with the seed if there are several. */
  readonly subject: string;
  /** Measured value; null if it was not measured. */
  readonly value: number | null;
  /** True if the condition is met, so that the run fails. */
  readonly failed: boolean;
}

/**
 * Evaluates conditions on the summaries of one run, or of several with different seeds. A condition that is met in any
 * of them fails.
 *
 * @throws UserError if a condition names an unknown workload, or a measure that no flow or workload of the run has.
 */
export function judge(conditions: readonly FailCondition[], summaries: readonly Summary[]): Verdict[] {
  return conditions.map((condition) => {
    const measured = summaries.flatMap((summary) => measure(condition, summary, summaries.length > 1 ? ` (seed ${summary.seed})` : ''));
    return { condition, failed: measured.some(({ failed }) => failed), measured };
  });
}

/** Formats one line per condition: its result, and the measured values, of the failures only if it fails. */
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
    throw unmeasured(condition, readers.map(({ name }) => name));
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

function readersOf(condition: FailCondition, summary: Summary): Reading[] {
  const ofRequests = REQUEST_MEASURES.find(({ name }) => name === condition.measure);
  const ofReplicas = REPLICA_MEASURES.find(({ name }) => name === condition.measure);
  const { workloads, flows } = subjectsOf(condition, summary);
  return [...workloads, ...flows].map((of: RequestSummary | WorkloadSummary) => ({
    name: 'id' in of && summary.workloads.filter((other) => other.name === of.name).length > 1 ? of.id : of.name,
    value: ofRequests ? ofRequests.read(of) : ofReplicas!.read(of as WorkloadSummary),
    arrived: of.requests.arrived,
  }));
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
