import { UserError } from '../values/user-error';

/** A calendar date and a time of day. */
export interface CivilTime {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
}

/** Offsets are looked up in blocks, in each of which a zone is taken to change at most once. */
const BLOCK_SECONDS = 7 * 86_400;

/** The offsets of a block. */
interface Block {
  readonly before: number;
  readonly after: number;
  /** The first second with the later offset; the block's end where it has no change. */
  readonly change: number;
}

/** An IANA time zone: what the clocks on its walls show. Times are unix seconds. */
export class TimeZone {
  /** @throws UserError where no such zone exists. */
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

  /** Seconds by which the clocks are ahead of UTC. */
  public offsetAt(time: number): number {
    const block = this.blockOf(Math.floor(time / BLOCK_SECONDS));
    return time < block.change ? block.before : block.after;
  }

  /** What the clocks show. */
  public civilTime(time: number): CivilTime {
    const local = new Date((time + this.offsetAt(time)) * 1000);
    return {
      year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate(),
      hour: local.getUTCHours(), minute: local.getUTCMinutes(), second: local.getUTCSeconds(), weekday: local.getUTCDay(),
    };
  }

  /**
   * When the clocks show a time; days and months beyond their range count on into the next. A time that a change of the clocks skips is read by the offset
   * on one side of the change, one that they show twice is one of the two: as Go's time.Date chooses.
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
