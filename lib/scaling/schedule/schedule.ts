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

/** Minimum number of replicas of a schedule, its time zone and its ramps. */
export interface ScheduleLevel {
  /**
   * Minimum number of replicas while the schedule is active: a whole number above minReplicas of the policy, at most
   * its maxReplicas.
   */
  readonly atLeast: number;

  /**
   * IANA name of the time zone, as in 'Europe/Berlin'. There is no default: a guessed time zone is wrong by an hour
   * after a clock change.
   */
  readonly timeZone: string;

  /**
   * Ramp before the window, in whole minutes. The minimum rises from minReplicas to atLeast in up to ten equal steps of
   * whole minutes.
   *
   * @default - none: atLeast applies from the start of the window
   */
  readonly rampUp?: Duration;

  /**
   * Ramp after the window, in whole minutes. The minimum falls from atLeast to minReplicas.
   *
   * @default - none: atLeast applies to the end of the window
   */
  readonly rampDown?: Duration;
}

/** Options of a recurring schedule. */
export interface ScheduleOptions extends ScheduleLevel {
  /**
   * Days of the month, 1 to 31, on which the schedule starts. The weekday has to match as well: Mondays with the days 1
   * to 7 give the first Monday of each month.
   *
   * @default - any day
   */
  readonly daysOfMonth?: number[];

  /**
   * First date on which the schedule starts, as in '2026-12-01'.
   *
   * @default - no first date
   */
  readonly from?: string;

  /**
   * Last date on which the schedule starts.
   *
   * @default - no last date
   */
  readonly until?: string;

  /**
   * Excluded dates, as in '2026-12-25'.
   *
   * @default - none
   */
  readonly except?: string[];
}

/**
 * Schedule of a minimum number of replicas.
 *
 * A schedule sets the minimum in each minute of its window, so that a missed start is corrected. It only raises
 * minReplicas of its policy. If several schedules are active, the largest minimum applies; a metric that proposes more
 * replicas wins.
 *
 * Times are local times of the schedule's time zone. A window past midnight belongs to the day on which it starts.
 * Across a clock change, a window lasts from the first instant at which the local clock shows or skips its start to the
 * last instant at which it shows its end.
 *
 * ```ts
 * Schedule.weekdays('8:45-17:00', { timeZone: 'Europe/Berlin', atLeast: 6, rampUp: Duration.minutes(15) });
 * ```
 */
export class Schedule {
  /**
   * Schedule from Monday to Friday.
   *
   * @param time as in '9:00-17:00'; '22:00-6:00' ends on the next day, '0:00-24:00' is the whole day
   * @throws if a time, a date, a time zone or a number is invalid.
   */
  public static weekdays(time: string, options: ScheduleOptions): Schedule {
    return recurring([1, 2, 3, 4, 5], time, options);
  }

  /**
   * Schedule on Saturday and Sunday.
   *
   * @param time as in '9:00-17:00'
   * @throws if a time, a date, a time zone or a number is invalid.
   */
  public static weekends(time: string, options: ScheduleOptions): Schedule {
    return recurring([6, 7], time, options);
  }

  /**
   * Schedule on every day.
   *
   * @param time as in '9:00-17:00'
   * @throws if a time, a date, a time zone or a number is invalid.
   */
  public static daily(time: string, options: ScheduleOptions): Schedule {
    return recurring(undefined, time, options);
  }

  /**
   * Schedule on certain days of the week.
   *
   * @param time as in '9:00-17:00'
   * @throws if a time, a date, a time zone or a number is invalid, or days is empty.
   */
  public static on(days: Weekday[], time: string, options: ScheduleOptions): Schedule {
    return recurring(days.map((day) => Object.values(Weekday).indexOf(day) + 1), time, options);
  }

  /**
   * Schedule on certain dates.
   *
   * @param dates as in '2026-11-27'
   * @param time as in '9:00-17:00'
   * @throws if a time, a date, a time zone or a number is invalid, or dates is empty.
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

  /** Returns true if the schedule is active at an instant, without its ramps. */
  public actsAt(instant: Date): boolean {
    const withoutRamps = { ...this._spec, rampUp: 0, rampDown: 0 };
    return levelAt(levelWindows([withoutRamps], 0), Math.floor(instant.getTime() / 60_000)) > 0;
  }

  /** Returns a description, as in 'weekdays 9:00-17:00 Europe/Berlin at least 6'. */
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
