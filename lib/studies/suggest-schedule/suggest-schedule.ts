import { DEFAULT_TOLERANCE } from '../../hpa/constants';
import { dateOf } from '../../schedule/calendar';
import { levelWindows } from '../../schedule/level-window';
import { levelAt } from '../../schedule/level-year';
import { LocalClock } from '../../schedule/local-clock';
import { type ScheduleSpec } from '../../schedule/schedule-spec';
import { parseTimeRange } from '../../schedule/time-of-day';
import { UserError } from '../../values/user-error';
import { FIRST_MONDAY } from '../../traffic/generate';
import { type Demand } from '../backtest/demand';
import { costOf, fitWindows, type QuarterWindow, type WindowFit } from './fit-windows';
import { type LocalDay, localDays, QUARTER_MINUTES, QUARTERS_A_DAY } from './quarter-hours';

/** Options of a suggested schedule. */
export interface SuggestOptions {
  /**
   * Requests per second that one replica is to serve.
   * @default - a tenth of the busiest quarter of an hour, with a note
   */
  readonly perReplica?: number;
  /** IANA name. @default 'UTC', with a note */
  readonly timeZone?: string;
  /**
   * Unix seconds of the traffic's beginning, where it has no clock of its own.
   * @default - a Monday at midnight, with a note
   */
  readonly startEpochSeconds?: number;
  /** The replicas that there always are. @default - what the quietest quarter of an hour needs, at least 2 */
  readonly minReplicas?: number;
  /** The most windows. @default 6 */
  readonly windows?: number;
}

/**
 * A day that the schedule would have missed: more than 1 % of its demand is beyond what the scheduled replicas serve.
 */
export interface MissedDay {
  /** Date of the day. */
  readonly date: string;
  /** English name of its weekday. */
  readonly weekday: string;
  /** Minutes in which demand exceeded the schedule by more than a tenth. */
  readonly minutes: number;
  /** The worst quarter of an hour. */
  readonly at: string;
  /** Replicas that the worst quarter of an hour needed. */
  readonly needed: number;
  /** Replicas that the schedule had then. */
  readonly scheduled: number;
}

/** Schedule suggested for a trace, with its measured effect. */
export interface ScheduleSuggestion {
  /** Version of the suggestion's keys. */
  readonly schemaVersion: 1;
  /** Name of the trace. */
  readonly trace: string;
  /** IANA name of the schedule's time zone. */
  readonly timeZone: string;
  /** Requests per second that one replica serves. */
  readonly perReplica: number;
  /** Replicas outside of all windows. */
  readonly minReplicas: number;
  /** Days that the windows were fitted to. */
  readonly learnedDays: number;
  /** Days after them that the windows were tested on. */
  readonly testedDays: number;
  /** Suggested windows. */
  readonly schedules: readonly ScheduleSpec[];
  /** Missed days outside of the training days. */
  readonly missed: readonly MissedDay[];
  /** Replica hours of the days that were not learned from: of the schedule, and of the demand itself. */
  readonly replicaHours: { readonly scheduled: number; readonly needed: number };
  /** Remarks on the traffic and the result, one sentence each. */
  readonly remarks: readonly string[];
}

const DAYS_A_WEEK = 7;
const DEFAULT_WINDOWS = 6;
/**
 * A window has to save so much of what is wrong without any, or of a quarter of the whole need, where little is wrong.
 */
const WORTH = 0.02;
const LITTLE = 0.25;
/** A day is missed where so much of its demand is beyond the schedule. */
const MISSED_SHARE = 0.01;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Days that share their windows: from all alike to each for itself. */
const GROUPINGS: ReadonlyArray<ReadonlyArray<readonly number[]>> = [
  [[1, 2, 3, 4, 5, 6, 7]],
  [[1, 2, 3, 4, 5], [6, 7]],
  [[1], [2, 3, 4, 5], [6, 7]],
  [[1, 2, 3, 4], [5], [6, 7]],
  [[1], [2], [3], [4], [5], [6], [7]],
];

/**
 * A small set of schedule windows for some weeks of traffic, and the days that it would have missed in weeks that it
 * was not made from.
 *
 * @throws UserError where there are less than two weeks, or an option cannot be.
 */
export function suggestSchedule(demand: Demand, options: SuggestOptions = {}): ScheduleSuggestion {
  const { timeZone = 'UTC', windows = DEFAULT_WINDOWS } = options;
  const startEpochSeconds = demand.startEpochSeconds ?? options.startEpochSeconds ?? FIRST_MONDAY;
  const days = withoutBegunDay(localDays(demand, startEpochSeconds, LocalClock.of(timeZone)));
  const weeks = Math.floor(demand.perSecond.length * demand.stepSeconds / 86_400 / DAYS_A_WEEK);
  if (weeks < 2) throw new UserError(`${demand.name} has less than two weeks; a schedule is fitted to some weeks and tested on others; use two or more`);
  const tested = Math.max(1, Math.round(weeks / 4)) * DAYS_A_WEEK;
  const [learnedFrom, testedOn] = [days.slice(0, -tested), days.slice(-tested)];
  const busiest = Math.max(...learnedFrom.flatMap(({ perSecond }) => perSecond.map((rate) => rate ?? 0)));
  if (busiest === 0) throw new UserError(`${demand.name} has no requests in the training weeks; use traffic with requests`);
  const perReplica = options.perReplica ?? busiest / 10;
  const needed = (rate: number): number => Math.ceil(rate / perReplica - 1e-9);
  const week: Week = { profiles: weekProfiles(learnedFrom, needed), usual: usualWeek(learnedFrom, needed) };
  const { profiles } = week;
  const quietest = options.minReplicas ?? Math.max(2, Math.min(...profiles.flat()));
  // what every day needs all day is no schedule
  const always = bestSchedules(week, quietest, windows, timeZone).find(({ weekdays, time }) => weekdays === undefined && time === '0:00-24:00');
  const minReplicas = options.minReplicas ?? always?.atLeast ?? quietest;
  const schedules = bestSchedules(week, minReplicas, windows, timeZone).filter((spec) => recurs(spec, learnedFrom, needed, minReplicas));
  const unscheduled = missedWeekdays(week.usual, levelsOf(schedules, minReplicas));
  return {
    schemaVersion: 1,
    trace: demand.name,
    timeZone,
    perReplica,
    minReplicas,
    learnedDays: learnedFrom.length,
    testedDays: testedOn.length,
    schedules,
    ...test(testedOn, schedules, { minReplicas, perReplica, clock: LocalClock.of(timeZone) }),
    remarks: [
      ...demand.remarks,
      ...(demand.startEpochSeconds ?? options.startEpochSeconds) === undefined ? [`${demand.name} has no clock: it is assumed to begin on a Monday at midnight; set --start.`] : [],
      ...(options.timeZone === undefined ? ['no time zone is given: days are those of UTC, and a schedule in UTC is an hour off for half of the year; set --timezone.'] : []),
      ...(options.perReplica === undefined ? [`the capacity of a replica is not given: ${Number(perReplica.toPrecision(3))} requests per second are assumed, a tenth of the busiest; set --per-replica.`] : []),
      ...(unscheduled.length > 0 ? [`${windows} ${windows === 1 ? 'window leaves' : 'windows leave'} a peak of every ${unscheduled.join(' and ')} without replicas; set --windows ${Math.min(20, windows + 2)}.`] : []),
    ],
  };
}

/**
 * Days of which the last is over: to test on an hour of it would count it as one that was met, in place of the day of
 * the week that it pushes out.
 */
function withoutBegunDay(days: readonly LocalDay[]): readonly LocalDay[] {
  return days.length > 0 && days[days.length - 1].perSecond[QUARTERS_A_DAY - 1] === undefined ? days.slice(0, -1) : days;
}

/**
 * The replicas that each quarter of an hour of each weekday needs: those of the weeks learned from, the one busiest of
 * four or more left aside.
 */
function weekProfiles(days: readonly LocalDay[], needed: (rate: number) => number): number[][] {
  return WEEKDAYS.map((_, i) => {
    const alike = days.filter(({ weekday }) => weekday === i + 1);
    const needs = Array.from({ length: QUARTERS_A_DAY }, (__, quarter) => {
      const seen = alike.flatMap(({ perSecond }) => perSecond[quarter] === undefined ? [] : [needed(perSecond[quarter])]).sort((a, b) => b - a);
      return seen[seen.length >= 4 ? 1 : 0] ?? 0;
    });
    // replicas take minutes to come: each quarter of an hour has what the next one needs as well
    return needs.map((need, quarter) => Math.max(need, needs[Math.min(quarter + 1, QUARTERS_A_DAY - 1)]));
  });
}

/** Replicas that each quarter of an hour of each weekday needs. */
interface Week {
  /** With a margin: nearly the busiest of the weeks, and the quarter that follows. */
  readonly profiles: readonly number[][];
  /** In the median week, whose peaks recur. */
  readonly usual: readonly number[][];
}

function usualWeek(days: readonly LocalDay[], needed: (rate: number) => number): number[][] {
  return WEEKDAYS.map((_, i) => {
    const alike = days.filter(({ weekday }) => weekday === i + 1);
    return Array.from({ length: QUARTERS_A_DAY }, (__, quarter) => {
      const seen = alike.flatMap(({ perSecond }) => perSecond[quarter] === undefined ? [] : [needed(perSecond[quarter])]).sort((a, b) => a - b);
      return seen[Math.floor((seen.length - 1) / 2)] ?? 0;
    });
  });
}

/**
 * Schedules with the least cost, where each window has to be worth it, and where no peak that recurs every week is left
 * without replicas, as far as the number of windows allows it.
 *
 * Days are grouped in several ways, each group with windows of its own; windows on some of the days then raise the
 * level further.
 */
function bestSchedules({ profiles, usual }: Week, base: number, most: number, timeZone: string): ScheduleSpec[] {
  const need = profiles.flat().reduce((sum, each) => sum + each, 0);
  const worth = WORTH * Math.max(fitWindows(profiles, base, 0)[0].cost, LITTLE * need);
  const candidates = GROUPINGS.flatMap((groups) => {
    const fitted = groups.map((days) => ({ days, fits: fitWindows(days.map((day) => profiles[day - 1]), base, most) }));
    return Array.from({ length: most + 1 }, (_, count): Planned => {
      const { price, groups: shared } = shareOut(fitted, count, worth);
      const windows = shared.flatMap((group) => group.windows.map((window) => ({ days: group.days, window })));
      return raise({ windows, price, missed: missedIn(usual, windows, base) }, { profiles, usual }, { base, most, worth });
    });
  });
  const best = candidates.reduce((a, b) => b.missed < a.missed || (b.missed === a.missed && b.price < a.price - 1e-9) ? b : a);
  return best.windows.map(({ days, window }) => specOf(window, days, timeZone));
}

interface DaysWindow {
  readonly days: readonly number[];
  readonly window: QuarterWindow;
}

interface Planned {
  readonly windows: readonly DaysWindow[];
  readonly price: number;
  /** Weekdays with a peak in the usual week that the windows leave without replicas. */
  readonly missed: number;
}

/** Adds windows that raise the level of some days above that of the others, each where it saves the most. */
function raise(planned: Planned, { profiles, usual }: Week, { base, most, worth }: { base: number; most: number; worth: number }): Planned {
  let best = planned;
  while (best.windows.length < most) {
    const levels = levelsIn(best.windows, base);
    const offers = RAISED_DAYS.map((days) => ({ days, ...bestRaise(days.map((day) => profiles[day - 1]), days.map((day) => levels[day - 1])) }));
    const worthy = offers.filter(({ window }) => window !== undefined).map(({ days, window, saves }): Planned => {
      const windows = [...best.windows, { days, window: window! }];
      return { windows, price: best.price - saves + worth, missed: missedIn(usual, windows, base) };
    }).filter(({ price, missed }) => price < best.price - 1e-9 || missed < best.missed);
    if (worthy.length === 0) return best;
    best = worthy.reduce((a, b) => b.missed < a.missed || (b.missed === a.missed && b.price < a.price - 1e-9) ? b : a);
  }
  return best;
}

/** Groups of days on which one more window may raise the level. */
const RAISED_DAYS: ReadonlyArray<readonly number[]> = [[1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [6, 7], [1], [2], [3], [4], [5], [6], [7]];

/** Window that saves the most on top of levels that there are already; undefined where none saves anything. */
function bestRaise(needs: ReadonlyArray<readonly number[]>, levels: ReadonlyArray<readonly number[]>): { window?: QuarterWindow; saves: number } {
  let best: { window?: QuarterWindow; saves: number } = { saves: 0 };
  for (const atLeast of new Set(needs.flat())) {
    // The quarters in a row whose savings have the largest sum.
    let [sum, from] = [0, 0];
    for (let quarter = 0; quarter < QUARTERS_A_DAY; quarter++) {
      if (sum <= 0) [sum, from] = [0, quarter];
      needs.forEach((day, i) => {
        const level = levels[i][quarter];
        if (atLeast > level) sum += costOf(level, day[quarter]) - costOf(atLeast, day[quarter]);
      });
      if (sum > best.saves + 1e-9) best = { window: { from, to: quarter + 1, atLeast }, saves: sum };
    }
  }
  return best;
}

/** Replicas of each quarter of an hour of each weekday under some windows. */
function levelsIn(windows: readonly DaysWindow[], base: number): number[][] {
  const levels = WEEKDAYS.map(() => Array<number>(QUARTERS_A_DAY).fill(base));
  for (const { days, window: { from, to, atLeast } } of windows) {
    for (const day of days) {
      for (let quarter = from; quarter < to; quarter++) levels[day - 1][quarter] = Math.max(levels[day - 1][quarter], atLeast);
    }
  }
  return levels;
}

function levelsOf(schedules: readonly ScheduleSpec[], base: number): number[][] {
  return levelsIn(schedules.map(({ weekdays = RAISED_DAYS[0], time, atLeast }) => {
    const { start, length } = parseTimeRange(time);
    return { days: weekdays, window: { from: start / QUARTER_MINUTES, to: (start + length) / QUARTER_MINUTES, atLeast } };
  }), base);
}

function missedIn(usual: readonly number[][], windows: readonly DaysWindow[], base: number): number {
  return missedWeekdays(usual, levelsIn(windows, base)).length;
}

/** Weekdays that would be missed in the usual week, by the measure of a missed day. */
function missedWeekdays(usual: readonly number[][], levels: readonly number[][]): string[] {
  return WEEKDAYS.filter((_, i) => {
    const total = usual[i].reduce((sum, need) => sum + need, 0);
    const short = usual[i].reduce((sum, need, quarter) => sum + (need > levels[i][quarter] * (1 + DEFAULT_TOLERANCE) ? need - levels[i][quarter] : 0), 0);
    return short > MISSED_SHARE * total;
  });
}

/** Tells if the mean day needs at least half of a window's increase: the busiest of a few days is often noise. */
function recurs({ weekdays, time, atLeast }: ScheduleSpec, days: readonly LocalDay[], needed: (rate: number) => number, base: number): boolean {
  const { start, length } = parseTimeRange(time);
  const [from, to] = [start, start + length].map((minute) => minute / QUARTER_MINUTES);
  const alike = days.filter(({ weekday }) => weekdays?.includes(weekday) ?? true);
  const rates = alike.flatMap(({ perSecond }) => perSecond.slice(from, to)).filter((rate) => rate !== undefined);
  return rates.reduce((sum, rate) => sum + needed(rate), 0) / rates.length >= base + (atLeast - base) / 2;
}

interface Group {
  readonly days: readonly number[];
  readonly fits: readonly WindowFit[];
}

interface SharedOut {
  readonly price: number;
  readonly groups: ReadonlyArray<{ readonly days: readonly number[]; readonly windows: readonly QuarterWindow[] }>;
}

/** Gives windows to groups one by one, each where it saves the most, until none is worth it. */
function shareOut(groups: readonly Group[], most: number, worth: number): SharedOut {
  const counts = groups.map(() => 0);
  for (let used = 0; used < most;) {
    // a second window may pay only together with a third: look at all that could be added to a group
    const offers = groups.flatMap(({ fits }, i) => fits.slice(counts[i] + 1, counts[i] + 1 + most - used)
      .map((fit, k) => ({ i, add: k + 1, saves: (fits[counts[i]].cost - fit.cost) / (k + 1) })));
    const best = offers.reduce((a, b) => b.saves > a.saves + 1e-9 ? b : a, { i: 0, add: 0, saves: worth });
    if (best.add === 0) break;
    counts[best.i] += best.add;
    used += best.add;
  }
  const price = groups.reduce((sum, { fits }, i) => sum + fits[counts[i]].cost + counts[i] * worth, 0);
  return { price, groups: groups.map(({ days, fits }, i) => ({ days, windows: fits[counts[i]].windows })) };
}

function specOf({ from, to, atLeast }: QuarterWindow, days: readonly number[], timeZone: string): ScheduleSpec {
  return { atLeast, time: `${timeOfDay(from)}-${timeOfDay(to)}`, timeZone, ...(days.length < DAYS_A_WEEK && { weekdays: [...days] }) };
}

function timeOfDay(quarter: number): string {
  const minutes = quarter * QUARTER_MINUTES;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

function test(
  days: readonly LocalDay[],
  schedules: readonly ScheduleSpec[],
  { minReplicas, perReplica, clock }: { minReplicas: number; perReplica: number; clock: LocalClock },
): Pick<ScheduleSuggestion, 'missed' | 'replicaHours'> {
  const windows = levelWindows(schedules, minReplicas);
  const hours = { scheduled: 0, needed: 0 };
  const missed = days.flatMap(({ day, weekday, perSecond }): MissedDay[] => {
    const quarters = perSecond.flatMap((rate, quarter) => {
      if (rate === undefined) return [];
      const instant = clock.firstAt(day * QUARTERS_A_DAY * QUARTER_MINUTES + quarter * QUARTER_MINUTES);
      const scheduled = Math.max(minReplicas, levelAt(windows, instant));
      hours.scheduled += scheduled * QUARTER_MINUTES / 60;
      hours.needed += Math.max(minReplicas, rate / perReplica) * QUARTER_MINUTES / 60;
      return [{ quarter, scheduled, needed: rate / perReplica }];
    });
    const short = quarters.filter(({ scheduled, needed }) => needed > scheduled * (1 + DEFAULT_TOLERANCE));
    const total = quarters.reduce((sum, { needed }) => sum + needed, 0);
    if (short.reduce((sum, { scheduled, needed }) => sum + needed - scheduled, 0) <= MISSED_SHARE * total) return [];
    const worst = short.reduce((a, b) => b.needed - b.scheduled > a.needed - a.scheduled ? b : a);
    return [{
      date: dateOf(day), weekday: WEEKDAYS[weekday - 1], minutes: short.length * QUARTER_MINUTES,
      at: timeOfDay(worst.quarter), needed: Math.ceil(worst.needed - 1e-9), scheduled: worst.scheduled,
    }];
  });
  return { missed, replicaHours: hours };
}
