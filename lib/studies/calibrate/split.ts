import { type RecordedSteps } from './recorded-steps';

/** Days that parameters are fitted to, and later ones that they are judged by. */
export interface Split {
  /** Steps from 0 to `at` are fitted, those from `at` to the end are judged. */
  readonly at: number;
  readonly end: number;
  /** The policy changed between the two. */
  readonly policyChange: boolean;
}

const DAY = 86_400;
const FEWEST_FITTED_DAYS = 2;
const FEWEST_JUDGED_DAYS = 1;
const MOST_JUDGED_DAYS = 7;

/**
 * Splits a recording in time: at the last change of the policy that leaves enough days on both sides, else so that the
 * last third, a week at most, is judged.
 *
 * @returns undefined where there are too few days.
 */
export function splitOf({ startEpochSeconds, stepSeconds, length, workload }: RecordedSteps): Split | undefined {
  const days = length * stepSeconds / DAY;
  const change = [
    ...workload.policies.slice(1).map(({ fromEpochSeconds }) => fromEpochSeconds),
    ...workload.events.filter(({ kind }) => kind === 'policy-change').map(({ atEpochSeconds }) => atEpochSeconds),
  ].map((seconds) => Math.ceil((seconds - startEpochSeconds) / stepSeconds)).sort((one, other) => one - other)
    .filter((step) => step * stepSeconds >= FEWEST_FITTED_DAYS * DAY && (length - step) * stepSeconds >= FEWEST_JUDGED_DAYS * DAY).at(-1);
  if (change !== undefined) return { at: change, end: length, policyChange: true };
  if (days < FEWEST_FITTED_DAYS + FEWEST_JUDGED_DAYS) return undefined;
  const judged = Math.min(MOST_JUDGED_DAYS, Math.max(FEWEST_JUDGED_DAYS, Math.floor(days / 3)));
  return { at: length - Math.round(judged * DAY / stepSeconds), end: length, policyChange: false };
}
