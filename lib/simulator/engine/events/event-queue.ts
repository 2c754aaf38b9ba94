import { UserError } from '../../../values/user-error';

interface Entry {
  time: number;
  sequence: number;
  readonly action: () => void;
}

/** Queue of cluster events, ordered by time; events of equal time keep their order of scheduling. */
export class EventQueue {
  private readonly entries: Entry[] = [];
  private sequence = 0;
  private clock = 0;

  /** Time of the current event, in seconds. */
  public get now(): number {
    return this.clock;
  }

  public get nextTime(): number {
    return this.entries.length === 0 ? Infinity : this.entries[0].time;
  }

  /** Schedules an action; a time in the past means now, Infinity means never. */
  public at(time: number, action: () => void): void {
    this.schedule({ time, sequence: 0, action }, time);
  }

  public after(seconds: number, action: () => void): void {
    this.at(this.clock + seconds, action);
  }

  /**
   * Schedules an action at a time and then at a fixed period.
   *
   * @throws if the period is not above 0.
   */
  public every(seconds: number, from: number, action: () => void): void {
    if (!(seconds > 0)) throw new UserError(`an event repeats every ${seconds} s; sync periods, scrapes and rate windows must be longer than 0 s`);
    let count = 0;
    const entry: Entry = {
      time: from,
      sequence: 0,
      action: () => {
        action();
        this.schedule(entry, from + ++count * seconds);
      },
    };
    this.schedule(entry, from);
  }

  /** Advances the clock and runs all events due by then, including those scheduled meanwhile. */
  public runUntil(time: number): void {
    while (this.nextTime <= time) {
      const entry = this.take();
      this.clock = entry.time;
      entry.action();
    }
    this.clock = time;
  }

  /** Puts in an entry that is not in the queue. */
  private schedule(entry: Entry, time: number): void {
    if (time === Infinity) return;
    const { entries } = this;
    entry.time = Math.max(time, this.clock);
    entry.sequence = this.sequence++;
    let hole = entries.length;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!isBefore(entry, entries[parent])) break;
      entries[hole] = entries[parent];
      hole = parent;
    }
    entries[hole] = entry;
  }

  private take(): Entry {
    const { entries } = this;
    const first = entries[0];
    const last = entries.pop()!;
    const size = entries.length;
    if (size === 0) return first;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && isBefore(entries[child + 1], entries[child])) child++;
      if (!isBefore(entries[child], last)) break;
      entries[hole] = entries[child];
      hole = child;
    }
    entries[hole] = last;
    return first;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.time < other.time || (one.time === other.time && one.sequence < other.sequence);
}
