import { UserError } from '../../values/user-error';

/** Full day of the traffic, by its number from 0. */
export interface Day {
  readonly number: number;
  /** Start in seconds of the run. */
  readonly from: number;
  readonly to: number;
}

/** Days in three consecutive blocks. */
export interface Blocks {
  /** Days for the search of policies. */
  readonly fit: readonly Day[];
  /** Days for the selection among the best policies. */
  readonly choose: readonly Day[];
  /** Days for the single evaluation of the selected policy. */
  readonly judge: readonly Day[];
}

export const DAY_SECONDS = 86_400;
const DAYS_A_WEEK = 7;
const LEAST_DAYS = 3;

/**
 * Splits traffic into full days in three blocks: a quarter for the search, a quarter for the selection, half for the
 * evaluation, in whole weeks from four weeks on.
 *
 * @param given requested number of days for selection and evaluation; the search uses the rest.
 * @throws UserError if there are fewer days than blocks.
 */
export function splitDays(durationSeconds: number, given: { choose?: number; judge?: number } = {}, daySeconds = DAY_SECONDS): Blocks {
  const count = Math.floor(durationSeconds / daySeconds + 1e-9);
  if (count < LEAST_DAYS) {
    throw new UserError(`the traffic has ${count} whole days; tuning takes at least ${LEAST_DAYS}: one to search on, one to choose on, one to judge on (of a generator: traffic.generator.duration)`);
  }
  const weeks = Math.floor(count / DAYS_A_WEEK);
  const unit = weeks >= 4 ? DAYS_A_WEEK : 1;
  const judge = given.judge ?? Math.max(1, Math.floor(count / 2 / unit) * unit);
  const choose = given.choose ?? Math.max(1, Math.floor(count / 4 / unit) * unit);
  if (judge + choose >= count) throw new UserError(`${judge} days to judge on and ${choose} to choose on leave none of ${count} to search on; use fewer`);
  const days = Array.from({ length: count }, (_, number): Day => ({ number, from: number * daySeconds, to: (number + 1) * daySeconds }));
  return { fit: days.slice(0, count - judge - choose), choose: days.slice(count - judge - choose, count - judge), judge: days.slice(count - judge) };
}
