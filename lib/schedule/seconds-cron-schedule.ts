import { UserError } from '../values/user-error';
import { parseCronSecond } from './cron-expression';
import { CronSchedule } from './cron-schedule';
import { type TimeZone } from './time-zone';

/** Schedule of a cron expression with a leading seconds field and an optional day of the week, in a time zone. */
export class SecondsCronSchedule {
  private readonly minutes: CronSchedule;
  /** Matching seconds, ascending, at least one. */
  private readonly seconds: readonly number[];

  /** @throws UserError if the text is not a cron expression of five or six fields. */
  public constructor(public readonly text: string, zone: TimeZone) {
    const fields = text.trim().split(/\s+/);
    if (fields.length !== 5 && fields.length !== 6) {
      throw new UserError(`'${text}' is not a cron expression with seconds; write second, minute, hour, day of month, month and day of week, as in '0 30 8 * * 1-5'`);
    }
    const [second, ...others] = fields;
    this.seconds = [...parseCronSecond(second, text).values].sort((a, b) => a - b);
    this.minutes = new CronSchedule([...others, ...(others.length === 4 ? ['*'] : [])].join(' '), zone);
  }

  /** Returns the first instant after a time, in unix seconds; undefined if there is none for five years. */
  public next(after: number): number | undefined {
    const from = Math.floor(after);
    const minute = this.minutes.next(Math.floor(from / 60) * 60 - 1);
    if (minute === undefined) return undefined;
    const second = this.seconds.find((each) => minute + each > from);
    if (second !== undefined) return minute + second;
    const following = this.minutes.next(minute);
    return following === undefined ? undefined : following + this.seconds[0];
  }
}
