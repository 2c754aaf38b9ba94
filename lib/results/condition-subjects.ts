import { UserError } from '../values/user-error';
import { type World } from '../simulator/world/world';
import { type FailCondition } from './fail-on';
import { REQUEST_MEASURES } from './measures';

interface Named {
  readonly name: string;
}

interface Subjects<W, F> {
  readonly workloads: readonly W[];
  readonly flows: readonly F[];
}

/** Remedies by measure, for measures that no flow or workload has. */
const REMEDIES: Readonly<Record<string, string>> = {
  slo: 'add an slo to the scenario',
  'slo-minutes': 'add an slo to the scenario',
  late: 'add an slo to the scenario',
  'optimum-ratio': 'no plan within the bounds holds the SLO, so raise maxReplicas or relax the slo; an assumed service has no verdict, so set service',
};

/**
 * Returns the workloads or flows of a simulated cluster or a summary that a condition applies to.
 *
 * @throws UserError if the condition names an unknown one.
 */
export function subjectsOf<W extends Named & { readonly id: string }, F extends Named>(
  { subject, measure, text }: FailCondition, all: Subjects<W, F>,
): Subjects<W, F> {
  const ofRequests = REQUEST_MEASURES.some(({ name }) => name === measure);
  if (subject === undefined) return ofRequests ? { workloads: [], flows: all.flows } : { workloads: all.workloads, flows: [] };
  const workloads = all.workloads.filter(({ id }) => `/${id}`.endsWith(`/${subject}`));
  if (workloads.length > 0) return { workloads, flows: [] };
  const flows = ofRequests ? all.flows.filter(({ name }) => name === subject) : [];
  if (flows.length > 0) return { workloads: [], flows };
  const names = [...all.workloads.map(({ id }) => id), ...(ofRequests ? all.flows.map(({ name }) => name) : [])];
  throw new UserError(`'${text}' has '${subject}', which is not in the run; use the name or the id of one of ${[...new Set(names)].join(', ')}`);
}

/** Returns the error for a condition whose measure no flow or workload has. */
export function unmeasured({ text, measure }: FailCondition, names: readonly string[]): UserError {
  return new UserError(`'${text}' cannot be judged: ${measure} was not measured for ${names.join(', ')}; ${REMEDIES[measure] ?? 'use a workload that has it'}`);
}

/**
 * Checks before a run that its conditions can be evaluated afterwards.
 *
 * @throws UserError if a condition names an unknown flow or workload, or a token figure without a token service model.
 */
export function requireJudgeable(conditions: readonly FailCondition[], world: World): void {
  for (const condition of conditions) {
    const { workloads } = subjectsOf(condition, world);
    const needsTokens = /^(?:ttft|itl)-/.test(condition.measure);
    if (needsTokens && workloads.every(({ service }) => service.kind !== 'tokens')) throw unmeasured(condition, workloads.map(({ name }) => name));
  }
}
