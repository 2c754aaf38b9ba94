import { UserError } from '../values/user-error';

/** Calendar date and time of day. */
export interface CivilTime {
  readonly year: number;
  /** Month, 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Weekday; 0 is Sunday. */
  readonly weekday: number;
}

/** Block size of the offset cache; a time zone changes at most once in a block. */
const BLOCK_SECONDS = 7 * 86_400;

/** UTC offsets of a block. */
interface Block {
  readonly before: number;
  readonly after: number;
  /** First second with the later offset; the end of the block without a change. */
  readonly change: number;
}

/** IANA time zone. Times are unix seconds. */
export class TimeZone {
  /** @throws UserError if the time zone does not exist. */
  public static of(name: string): TimeZone {
    try {
      return new TimeZone(name);
    } catch {
      throw new UserError(`time zone '${name}' is not known; use an IANA name such as Europe/Berlin, or UTC`);
    }
  }

  private readonly format: Intl.DateTimeFormat;
  private readonly blocks = new Map<number, Block>();

  private constructor(public readonly name: string) {
    this.format = new Intl.DateTimeFormat('en-US', {
      timeZone: name, calendar: 'iso8601', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  }

  /** Returns the UTC offset in seconds. */
  public offsetAt(time: number): number {
    const block = this.blockOf(Math.floor(time / BLOCK_SECONDS));
    return time < block.change ? block.before : block.after;
  }

  /** Returns the local date and time. */
  public civilTime(time: number): CivilTime {
    const local = new Date((time + this.offsetAt(time)) * 1000);
    return {
      year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(),
      hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds(), weekday: local.getUTCDay(),
    };
  }

  /**
   * Returns the instant of a local time; days and months beyond their range continue into the next. A local time that
   * a clock change skips or repeats is resolved as Go's time.Date does.
   */
  public timeOf({ year, month, day, hour, minute, second }: Omit<CivilTime, 'weekday'>): number {
    const local = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
    return local - this.offsetAt(local - this.offsetAt(local));
  }

  private blockOf(index: number): Block {
    const known = this.blocks.get(index);
    if (known) return known;
    let [from, until] = [index * BLOCK_SECONDS, (index + 1) * BLOCK_SECONDS];
    const [before, after] = [this.measure(from), this.measure(until - 1)];
    while (before !== after && until - from > 1) {
      const middle = Math.floor((from + until) / 2);
      if (this.measure(middle) === before) from = middle;
      else until = middle;
    }
    const block = { before, after, change: until };
    this.blocks.set(index, block);
    return block;
  }

  private measure(time: number): number {
    const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
    for (const { type, value } of this.format.formatToParts(time * 1000)) parts[type] = Number(value);
    const { year, month, day, hour, minute, second } = parts as Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', number>;
    return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 - time;
  }
}
