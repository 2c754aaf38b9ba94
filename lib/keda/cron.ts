import { CronSchedule } from '../schedule/cron-schedule';
import { TimeZone } from '../schedule/time-zone';
import { UserError } from '../values/user-error';

/** Metadata of a KEDA cron trigger. */
export interface KedaCronMetadata {
  readonly timezone: string;
  readonly start: string;
  readonly end: string;
  readonly desiredReplicas: number;
}

/**
 * KEDA cron trigger. It is active unless its next start comes before its next end. So a trigger with unequal days of
 * start and end, such as weekday starts with daily ends, is active from Friday's start to Monday's end.
 */
export class KedaCron {
  private readonly start: CronSchedule;
  private readonly end: CronSchedule;
  public readonly desiredReplicas: number;

  /** @throws UserError if the time zone or an expression is invalid, or start and end are the same. */
  public constructor({ timezone, start, end, desiredReplicas }: KedaCronMetadata) {
    if (start === end) throw new UserError(`start and end of a cron trigger are both '${start}'; end it later than it starts`);
    const zone = TimeZone.of(timezone);
    this.start = new CronSchedule(start, zone);
    this.end = new CronSchedule(end, zone);
    this.desiredReplicas = desiredReplicas;
  }

  /**
   * Returns whether the trigger is active.
   *
   * For an expression that never matches, such as the 30th of February, KEDA uses a time in the year 1: with such a
   * start the trigger is always active, with such an end never. The next match can lie some minutes in the past if
   * clocks are set back by a quarter of an hour (Pacific/Chatham).
   *
   * @param time unix seconds.
   */
  public isActive(time: number): boolean {
    const start = this.start.next(time) ?? -Infinity;
    const end = this.end.next(time) ?? -Infinity;
    return start < end ? time > start && time < end : time > start || time < end;
  }

  /** Returns the next start or end after an instant, at which `isActive` may change; Infinity if there is neither. */
  public nextEdge(time: number): number {
    return Math.min(this.start.next(time) ?? Infinity, this.end.next(time) ?? Infinity);
  }

  /** Returns the value of the trigger's metric: desiredReplicas, or 0. */
  public valueAt(time: number): number {
    return this.isActive(time) ? this.desiredReplicas : 0;
  }
}
