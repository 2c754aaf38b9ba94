import { knownSpan } from '../../recording';
import { type RecordedSteps } from './recorded-steps';

/** Split of a recording into days for the fit and later days for the evaluation. */
export interface Split {
  /** First step of the evaluation: steps from 0 to `at` are fitted, those from `at` to the end are evaluated. */
  readonly at: number;
  readonly end: number;
  /** True if the policy changed between the two. */
  readonly policyChange: boolean;
}

const DAY = 86_400;
const FEWEST_FITTED_DAYS = 2;
const FEWEST_JUDGED_DAYS = 1;
const MOST_JUDGED_DAYS = 7;

/**
 * Splits a recording in time: at the last change of the policy that leaves enough days on both sides, otherwise so that
 * the last third, a week at most, is evaluated. The evaluation ends at the next policy change, unless changes are too
 * frequent, such as with a schedule that sets minReplicas.
 *
 * @returns undefined if there are too few days.
 */
export function splitOf(steps: RecordedSteps): Split | undefined {
  // A workload may be younger than its recording, or renamed.
  const [first, last] = knownSpan(steps.requests);
  const changes = policyChanges(steps).filter((at) => at > first && at < last);
  const daysOf = (count: number): number => count * steps.stepSeconds / DAY;
  const spans = changes.map((at, i) => ({ at, end: changes[i + 1] ?? last }))
    .filter(({ at, end }) => daysOf(at - first) >= FEWEST_FITTED_DAYS && daysOf(end - at) >= FEWEST_JUDGED_DAYS);
  if (spans.length > 0) return { ...spans[spans.length - 1], policyChange: true };
  const ends = [last, ...[...changes].reverse()].filter((end) => daysOf(end - first) >= FEWEST_FITTED_DAYS + FEWEST_JUDGED_DAYS);
  const lastThirds = ends.map((end): Split => {
    const judged = Math.min(MOST_JUDGED_DAYS, Math.max(FEWEST_JUDGED_DAYS, Math.floor(daysOf(end - first) / 3)));
    return { at: end - Math.round(judged * DAY / steps.stepSeconds), end, policyChange: false };
  });
  return lastThirds.find(({ at, end }) => !changes.some((change) => change > at && change < end)) ?? lastThirds[0];
}

/** Returns the steps with policy changes, ascending. */
function policyChanges({ startEpochSeconds, stepSeconds, length, workload }: RecordedSteps): number[] {
  const steps = [
    ...workload.policies.slice(1).map(({ fromEpochSeconds }) => fromEpochSeconds),
    ...workload.events.filter(({ kind }) => kind === 'policy-change').map(({ atEpochSeconds }) => atEpochSeconds),
  ].map((seconds) => Math.ceil((seconds - startEpochSeconds) / stepSeconds));
  return [...new Set(steps)].filter((step) => step > 0 && step < length).sort((one, other) => one - other);
}
