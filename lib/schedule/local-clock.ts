import { TimeZone } from './time-zone';
import { MINUTES_A_DAY } from './calendar';

/** Clock change: the offset from UTC before a minute, and from that minute on. */
export interface ClockChange {
  /** Minutes since 1970, in UTC. */
  readonly at: number;
  /** Minutes ahead of UTC. */
  readonly before: number;
  readonly after: number;
}

/**
 * Local clock of a time zone in whole minutes, which all zones have had since 1972. Instants are minutes since 1970 in
 * UTC, readings are minutes since 1970 in local time.
 */
export class LocalClock {
  private static readonly known = new Map<string, LocalClock>();

  /** @throws UserError if the time zone does not exist. */
  public static of(timeZone: string): LocalClock {
    let clock = LocalClock.known.get(timeZone);
    if (!clock) LocalClock.known.set(timeZone, clock = new LocalClock(TimeZone.of(timeZone)));
    return clock;
  }

  private constructor(private readonly zone: TimeZone) {}

  public get timeZone(): string {
    return this.zone.name;
  }

  /** Returns the UTC offset at an instant, in minutes ahead of UTC. */
  public offsetAt(instant: number): number {
    return this.zone.offsetAt(instant * 60) / 60;
  }

  /** Returns the local reading at an instant. */
  public readingAt(instant: number): number {
    return instant + this.offsetAt(instant);
  }

  /** Returns the first instant with a reading, or the instant directly after a clock change that skips it. */
  public firstAt(reading: number): number {
    const { at, before, after } = this.changeAround(reading);
    return reading - before < at ? reading - before : Math.max(at, reading - after);
  }

  /** Returns the instant after which no earlier reading occurs again. */
  public lastBefore(reading: number): number {
    const { at, before, after } = this.changeAround(reading);
    return reading - after > at ? reading - after : Math.min(at, reading - before);
  }

  /** Returns the clock changes between two instants. */
  public changes(from: number, to: number): ClockChange[] {
    const found: ClockChange[] = [];
    for (let start = from; start < to; start += MINUTES_A_DAY) {
      const change = this.changeBetween(start, Math.min(start + MINUTES_A_DAY, to));
      if (change.before !== change.after) found.push(change);
    }
    return found;
  }

  /** Returns the clock change near a reading. Offsets are always below one day. */
  private changeAround(reading: number): ClockChange {
    return this.changeBetween(reading - 2 * MINUTES_A_DAY, reading + 2 * MINUTES_A_DAY);
  }

  /**
   * Returns the clock change between two instants, with equal offsets if there is none. No time zone changes twice
   * within days.
   */
  private changeBetween(from: number, to: number): ClockChange {
    let [low, high] = [from, to];
    const [before, after] = [this.offsetAt(from), this.offsetAt(to)];
    while (before !== after && high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (this.offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    return { at: high, before, after };
  }
}
