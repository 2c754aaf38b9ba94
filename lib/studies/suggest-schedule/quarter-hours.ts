import { MINUTES_A_DAY, weekdayOf } from '../../schedule/calendar';
import { type LocalClock } from '../../schedule/local-clock';
import { StepMeans } from '../../schedule/forecast/seasonal-forecast';
import { type Demand } from '../backtest/demand';

export const QUARTER_MINUTES = 15;
export const QUARTERS_A_DAY = MINUTES_A_DAY / QUARTER_MINUTES;
/**
 * Part of a quarter of an hour whose mean is its load: its busiest five minutes. Schedules do not cover shorter peaks.
 */
const BUSIEST_SECONDS = 300;

/** Day in local time. */
export interface LocalDay {
  /** Days since 1970. */
  readonly day: number;
  /** Weekday from 1 (Monday) to 7 (Sunday). */
  readonly weekday: number;
  /**
   * Requests per second in each quarter of an hour; undefined without data, at the ends of the traffic and in hours
   * skipped by a clock change.
   */
  readonly perSecond: ReadonlyArray<number | undefined>;
}

/** Splits demand into days in local time. A repeated hour counts as its busier half. */
export function localDays(demand: Demand, startEpochSeconds: number, clock: LocalClock): LocalDay[] {
  const { stepSeconds, perSecond } = demand;
  const means = new StepMeans(perSecond);
  const days = new Map<number, (number | undefined)[]>();
  const quarterSeconds = QUARTER_MINUTES * 60;
  const end = startEpochSeconds + perSecond.length * stepSeconds;
  for (let time = Math.ceil(startEpochSeconds / quarterSeconds) * quarterSeconds; time + quarterSeconds <= end; time += quarterSeconds) {
    const reading = clock.readingAt(time / 60);
    const day = Math.floor(reading / MINUTES_A_DAY);
    const quarter = Math.floor((reading - day * MINUTES_A_DAY) / QUARTER_MINUTES);
    const quarters = days.get(day) ?? Array<number | undefined>(QUARTERS_A_DAY).fill(undefined);
    days.set(day, quarters);
    quarters[quarter] = Math.max(quarters[quarter] ?? 0, busiest(means, (time - startEpochSeconds) / stepSeconds, quarterSeconds / stepSeconds, stepSeconds));
  }
  return [...days].map(([day, quarters]) => ({ day, weekday: weekdayOf(day), perSecond: quarters }));
}

/** Returns the maximum mean among the parts of a quarter; if it is shorter than a step, its own mean. */
function busiest(means: StepMeans, from: number, length: number, stepSeconds: number): number {
  const part = Math.min(length, Math.max(BUSIEST_SECONDS / stepSeconds, 1));
  let most = 0;
  for (let at = from; at + part <= from + length + 1e-9; at += part) most = Math.max(most, means.mean(at, at + part) ?? 0);
  return most;
}
