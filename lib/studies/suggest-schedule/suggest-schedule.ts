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
   * Target load per replica in requests per second.
   * @default - a tenth of the busiest quarter of an hour, with a note
   */
  readonly perReplica?: number;
  /** IANA time zone name. @default 'UTC', with a note */
  readonly timeZone?: string;
  /**
   * Start of the traffic in Unix seconds, if the trace has no timestamps.
   * @default - a Monday at midnight, with a note
   */
  readonly startEpochSeconds?: number;
  /**
   * Minimum number of replicas outside of windows. @default - what the quietest quarter of an hour needs, at least 2
   */
  readonly minReplicas?: number;
  /** Maximum number of windows. @default 6 */
  readonly windows?: number;
}

/** Missed day: more than 1 % of its demand exceeds the capacity of the scheduled replicas. */
export interface MissedDay {
  /** Date of the day. */
  readonly date: string;
  /** English name of its weekday. */
  readonly weekday: string;
  /** Minutes in which demand exceeded the scheduled capacity by more than a tenth. */
  readonly minutes: number;
  /** Worst quarter of an hour. */
  readonly at: string;
  /** Replicas needed in the worst quarter of an hour. */
  readonly needed: number;
  /** Scheduled replicas at that time. */
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
  /** Load per replica in requests per second. */
  readonly perReplica: number;
  /** Replicas outside of all windows. */
  readonly minReplicas: number;
  /** Number of days used to fit the windows. */
  readonly learnedDays: number;
  /** Number of later days used to test the windows. */
  readonly testedDays: number;
  /** Suggested windows. */
  readonly schedules: readonly ScheduleSpec[];
  /** Missed days outside of the training days. */
  readonly missed: readonly MissedDay[];
  /** Replica-hours of the test days: scheduled, and needed for the demand. */
  readonly replicaHours: { readonly scheduled: number; readonly needed: number };
  /** Remarks on the traffic and the result, one sentence each. */
  readonly remarks: readonly string[];
}

const DAYS_A_WEEK = 7;
const DEFAULT_WINDOWS = 6;
/**
 * Minimum relative saving of a window, of the error without windows, or of a quarter of the total need if that error is
 * small.
 */
const WORTH = 0.02;
const LITTLE = 0.25;
/** Share of a day's demand beyond the schedule above which the day is missed. */
const MISSED_SHARE = 0.01;
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
/** Groupings of days that share their windows: from all together to each on its own. */
const GROUPINGS: ReadonlyArray<ReadonlyArray<readonly number[]>> = [
  [[1, 2, 3, 4, 5, 6, 7]],
  [[1, 2, 3, 4, 5], [6, 7]],
  [[1], [2, 3, 4, 5], [6, 7]],
  [[1, 2, 3, 4], [5], [6, 7]],
  [[1], [2], [3], [4], [5], [6], [7]],
];

/**
 * Suggests a small set of schedule windows for weeks of traffic, and lists the days that it would have missed in weeks
 * not used for the fit.
 *
 * @throws UserError if there are less than two weeks, or an option is invalid.
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
  // A level needed all day on every day needs no schedule.
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
 * Drops an incomplete last day. Tested on one hour, it would count as met and displace a full day of the same weekday.
 */
function withoutBegunDay(days: readonly LocalDay[]): readonly LocalDay[] {
  return days.length > 0 && days[days.length - 1].perSecond[QUARTERS_A_DAY - 1] === undefined ? days.slice(0, -1) : days;
}

/**
 * Returns the replicas needed in each quarter of an hour of each weekday, from the training weeks without the busiest
 * one of four or more.
 */
function weekProfiles(days: readonly LocalDay[], needed: (rate: number) => number): number[][] {
  return WEEKDAYS.map((_, i) => {
    const alike = days.filter(({ weekday }) => weekday === i + 1);
    const needs = Array.from({ length: QUARTERS_A_DAY }, (__, quarter) => {
      const seen = alike.flatMap(({ perSecond }) => perSecond[quarter] === undefined ? [] : [needed(perSecond[quarter])]).sort((a, b) => b - a);
      return seen[seen.length >= 4 ? 1 : 0] ?? 0;
    });
    // Replicas take minutes to start, so each quarter of an hour includes the need of the next one.
    return needs.map((need, quarter) => Math.max(need, needs[Math.min(quarter + 1, QUARTERS_A_DAY - 1)]));
  });
}

/** Replicas needed in each quarter of an hour of each weekday. */
interface Week {
  /** Need with a margin: nearly the busiest of the weeks, including the following quarter. */
  readonly profiles: readonly number[][];
  /** Need in the median week, with the recurring peaks. */
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
 * Returns the schedules with the least cost. Each window must be worth its cost, and no peak that recurs every week is
 * left without replicas, as far as the number of windows allows.
 *
 * Days are grouped in several ways, with separate windows per group; windows on some of the days then raise the level
 * further.
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
  /** Number of weekdays with a peak in the usual week that the windows do not cover. */
  readonly missed: number;
}

/** Adds windows that raise the level on some days above the others, each at the largest saving. */
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

/** Groups of days on which a further window may raise the level. */
const RAISED_DAYS: ReadonlyArray<readonly number[]> = [[1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5], [6, 7], [1], [2], [3], [4], [5], [6], [7]];

/** Returns the window with the largest saving on top of existing levels; undefined if none saves anything. */
function bestRaise(needs: ReadonlyArray<readonly number[]>, levels: ReadonlyArray<readonly number[]>): { window?: QuarterWindow; saves: number } {
  let best: { window?: QuarterWindow; saves: number } = { saves: 0 };
  for (const atLeast of new Set(needs.flat())) {
    // Maximum-sum run of consecutive quarters.
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

/** Returns the replicas of each quarter of an hour of each weekday under given windows. */
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

/** Returns the weekdays that would be missed in the usual week, by the criterion of a missed day. */
function missedWeekdays(usual: readonly number[][], levels: readonly number[][]): string[] {
  return WEEKDAYS.filter((_, i) => {
    const total = usual[i].reduce((sum, need) => sum + need, 0);
    const short = usual[i].reduce((sum, need, quarter) => sum + (need > levels[i][quarter] * (1 + DEFAULT_TOLERANCE) ? need - levels[i][quarter] : 0), 0);
    return short > MISSED_SHARE * total;
  });
}

/**
 * Returns true if the mean day needs at least half of a window's increase. The busiest of a few days is often noise.
 */
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

/** Assigns windows to groups one by one, each at the largest saving, until none is worth it. */
function shareOut(groups: readonly Group[], most: number, worth: number): SharedOut {
  const counts = groups.map(() => 0);
  for (let used = 0; used < most;) {
    // A second window may pay off only together with a third, so all possible additions to a group are considered.
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
