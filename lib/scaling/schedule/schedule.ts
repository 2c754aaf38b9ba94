import { type Duration } from 'cdk8s';
import { wholeSeconds } from '../../kube/seconds';
import { describeSchedule } from '../../schedule/describe';
import { levelWindows } from '../../schedule/level-window';
import { levelAt } from '../../schedule/level-year';
import { checkedSpec, type ScheduleSpec } from '../../schedule/schedule-spec';

/** A day of the week. */
export enum Weekday {
  /** Monday. */
  MONDAY = 'Monday',
  /** Tuesday. */
  TUESDAY = 'Tuesday',
  /** Wednesday. */
  WEDNESDAY = 'Wednesday',
  /** Thursday. */
  THURSDAY = 'Thursday',
  /** Friday. */
  FRIDAY = 'Friday',
  /** Saturday. */
  SATURDAY = 'Saturday',
  /** Sunday. */
  SUNDAY = 'Sunday',
}

/** Options of a schedule: its level and time zone. */
export interface ScheduleLevel {
  /**
   * The fewest replicas while it acts: a whole number above the minReplicas of its policy, and at most its maxReplicas.
   */
  readonly atLeast: number;

  /**
   * The IANA name of the time zone, as in 'Europe/Berlin'. There is no default: a guess is an hour off twice a
   * year.
   */
  readonly timeZone: string;

  /**
   * The time before the window in which the level climbs from minReplicas, in whole minutes. It has up to ten equal
   * steps, as many as divide it.
   *
   * @default - none: the level is there at once
   */
  readonly rampUp?: Duration;

  /**
   * The time after the window in which the level sinks back, in whole minutes.
   *
   * @default - none: the level is gone at once
   */
  readonly rampDown?: Duration;
}

/** Options of a recurring schedule, with its exceptions. */
export interface ScheduleOptions extends ScheduleLevel {
  /**
   * Days of the month, 1 to 31, of which the weekday has to fit as well: Mondays on the days 1 to 7 are the first
   * Monday of each month.
   *
   * @default - any
   */
  readonly daysOfMonth?: number[];

  /**
   * The first date on which it begins, as in '2026-12-01'.
   *
   * @default - no first one
   */
  readonly from?: string;

  /**
   * The last date on which it begins.
   *
   * @default - no last one
   */
  readonly until?: string;

  /**
   * Dates that are left out, as in '2026-12-25'.
   *
   * @default - none
   */
  readonly except?: string[];
}

/**
 * At least so many replicas in a part of some days.
 *
 * A schedule is a level, which holds in each minute of its window, and no edge that is there for a moment and can be
 * missed. It only raises the floor of its policy: where several act, the largest counts, and whatever asks for more
 * gets more.
 *
 * Times are readings of the clocks of its zone. A window past midnight belongs to the day on which it begins. When the
 * clocks change, a window lasts from the first instant at which they show its beginning, or skip it, to the last at
 * which they show its end.
 *
 * ```ts
 * Schedule.weekdays('8:45-17:00', { timeZone: 'Europe/Berlin', atLeast: 6, rampUp: Duration.minutes(15) });
 * ```
 */
export class Schedule {
  /**
   * Monday to Friday.
   *
   * @param time as in '9:00-17:00'; '22:00-6:00' ends on the next day, '0:00-24:00' is the whole day
   * @throws where a time, a date, a zone or a number is impossible.
   */
  public static weekdays(time: string, options: ScheduleOptions): Schedule {
    return recurring([1, 2, 3, 4, 5], time, options);
  }

  /**
   * Saturday and Sunday.
   *
   * @param time as in '9:00-17:00'
   * @throws where a time, a date, a zone or a number is impossible.
   */
  public static weekends(time: string, options: ScheduleOptions): Schedule {
    return recurring([6, 7], time, options);
  }

  /**
   * Every day.
   *
   * @param time as in '9:00-17:00'
   * @throws where a time, a date, a zone or a number is impossible.
   */
  public static daily(time: string, options: ScheduleOptions): Schedule {
    return recurring(undefined, time, options);
  }

  /**
   * Some days of the week.
   *
   * @param time as in '9:00-17:00'
   * @throws where a time, a date, a zone or a number is impossible, or no day is named.
   */
  public static on(days: Weekday[], time: string, options: ScheduleOptions): Schedule {
    return recurring(days.map((day) => Object.values(Weekday).indexOf(day) + 1), time, options);
  }

  /**
   * Single dates.
   *
   * @param dates as in '2026-11-27'
   * @param time as in '9:00-17:00'
   * @throws where a time, a date, a zone or a number is impossible, or no date is named.
   */
  public static dates(dates: string[], time: string, level: ScheduleLevel): Schedule {
    return Schedule._of({ ...levelOf(level), time, dates });
  }

  /** @internal */
  public static _of(spec: ScheduleSpec): Schedule {
    return new Schedule(checkedSpec(spec));
  }

  private constructor(
    /** @internal */
    public readonly _spec: ScheduleSpec,
  ) {}

  /** Returns true where the schedule is active at an instant, without its ramps. */
  public actsAt(instant: Date): boolean {
    const withoutRamps = { ...this._spec, rampUp: 0, rampDown: 0 };
    return levelAt(levelWindows([withoutRamps], 0), Math.floor(instant.getTime() / 60_000)) > 0;
  }

  /** In words, as in 'weekdays 9:00-17:00 Europe/Berlin at least 6'. */
  public toString(): string {
    return describeSchedule(this._spec);
  }
}

function recurring(weekdays: number[] | undefined, time: string, options: ScheduleOptions): Schedule {
  const { daysOfMonth, from, until, except } = options;
  return Schedule._of({
    ...levelOf(options),
    time,
    ...(weekdays && { weekdays }),
    ...(daysOfMonth && { daysOfMonth }),
    ...(from !== undefined && { from }),
    ...(until !== undefined && { until }),
    ...(except && { except }),
  });
}

function levelOf({ atLeast, timeZone, rampUp, rampDown }: ScheduleLevel): Pick<ScheduleSpec, 'atLeast' | 'timeZone' | 'rampUp' | 'rampDown'> {
  return {
    atLeast,
    timeZone,
    ...(rampUp && { rampUp: wholeSeconds('rampUp', rampUp, 0) / 60 }),
    ...(rampDown && { rampDown: wholeSeconds('rampDown', rampDown, 0) / 60 }),
  };
}
