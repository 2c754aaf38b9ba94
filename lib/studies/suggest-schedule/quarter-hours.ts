import { MINUTES_A_DAY, weekdayOf } from '../../schedule/calendar';
import { type LocalClock } from '../../schedule/local-clock';
import { StepMeans } from '../../schedule/forecast/seasonal-forecast';
import { type Demand } from '../backtest/demand';

export const QUARTER_MINUTES = 15;
export const QUARTERS_A_DAY = MINUTES_A_DAY / QUARTER_MINUTES;
/** A quarter of an hour is as busy as its busiest five minutes: shorter peaks are nothing that a schedule is for. */
const BUSIEST_SECONDS = 300;

/** A day on the clocks of a zone. */
export interface LocalDay {
  /** Days since 1970. */
  readonly day: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
  /**
   * Requests per second in each quarter of an hour; undefined where there is none, at the ends of the traffic and where
   * the clocks leave one out.
   */
  readonly perSecond: ReadonlyArray<number | undefined>;
}

/** The days of some demand by the clocks of a zone. An hour that comes twice counts as its busier half. */
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

/** The largest mean of the parts of a quarter; of one that is shorter than a step, its own. */
function busiest(means: StepMeans, from: number, length: number, stepSeconds: number): number {
  const part = Math.min(length, Math.max(BUSIEST_SECONDS / stepSeconds, 1));
  let most = 0;
  for (let at = from; at + part <= from + length + 1e-9; at += part) most = Math.max(most, means.mean(at, at + part) ?? 0);
  return most;
}
