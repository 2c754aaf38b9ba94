import { MaxHeap } from './max-heap';
import type { Milliseconds } from './types';

/** Scale event: change of the replicas with its time. */
export interface TimestampedScaleEvent {
  /** Absolute change of the replicas. */
  readonly replicaChange: number;
  /** Time of the change. */
  readonly timestamp: Milliseconds;
  /** True if no policy of the event's direction includes it any more; the next event may overwrite it. */
  readonly outdated: boolean;
}

const NONE = -1;

/** Sum of the changes in one period: the slots from `first` on, in chronological order. */
interface PeriodSum {
  readonly period: Milliseconds;
  cutoff: Milliseconds;
  first: number;
  sum: number;
}

/**
 * Scale events of one autoscaler in one direction.
 *
 * Upstream keeps a list and scans it for every policy. A new event overwrites the last outdated one of the list, which
 * is not the oldest, and policies of the other direction may still include the overwritten event. This class therefore
 * keeps the list as upstream does. A chronological order and a running sum per period make the cost of a sync
 * independent of the periods. Time must not run backwards.
 */
export class ScaleEventLog {
  /** Creates a log with events, in slot order. */
  public static of(events: readonly TimestampedScaleEvent[]): ScaleEventLog {
    const log = new ScaleEventLog();
    const slots = events.map((_, slot) => slot).sort((a, b) => events[a].timestamp - events[b].timestamp);
    for (const slot of slots) {
      log.changes[slot] = events[slot].replicaChange;
      log.timestamps[slot] = events[slot].timestamp;
      log.outdated[slot] = false;
      log.link(slot);
    }
    for (const slot of slots) {
      if (events[slot].outdated) log.markOutdated(slot);
    }
    return log;
  }

  private readonly changes: number[] = [];
  private readonly timestamps: number[] = [];
  private readonly outdated: boolean[] = [];
  private readonly older: number[] = [];
  private readonly newer: number[] = [];
  private readonly reusable = new MaxHeap();
  private readonly sums: PeriodSum[] = [];
  private oldest = NONE;
  private newest = NONE;
  private firstCurrent = NONE;

  /** Events in the log, in slot order. */
  public entries(): TimestampedScaleEvent[] {
    return this.changes.map((replicaChange, slot) => ({ replicaChange, timestamp: this.timestamps[slot], outdated: this.outdated[slot] }));
  }

  /** Returns the sum of the changes since the start of the period. */
  public changeInPeriod(period: Milliseconds, now: Milliseconds): number {
    const entry = this.sumOf(period);
    entry.cutoff = now - period;
    while (entry.first !== NONE && this.timestamps[entry.first] <= entry.cutoff) {
      entry.sum -= this.changes[entry.first];
      entry.first = this.newer[entry.first];
    }
    return entry.sum | 0;
  }

  /** Adds an event. Overwrites an event older than the longest period of the event's direction, if there is one. */
  public record(replicaChange: number, longestPolicyPeriod: Milliseconds, now: Milliseconds): void {
    this.markScaleEventsOutdated(now - longestPolicyPeriod);
    const slot = this.reusable.pop() ?? this.changes.length;
    if (slot < this.changes.length) this.unlink(slot);
    this.changes[slot] = replicaChange;
    this.timestamps[slot] = now;
    this.outdated[slot] = false;
    this.link(slot);
  }

  private markScaleEventsOutdated(cutoff: Milliseconds): void {
    while (this.firstCurrent !== NONE && (this.outdated[this.firstCurrent] || this.timestamps[this.firstCurrent] < cutoff)) {
      const slot = this.firstCurrent;
      this.firstCurrent = this.newer[slot];
      if (!this.outdated[slot]) this.markOutdated(slot);
    }
  }

  private markOutdated(slot: number): void {
    this.outdated[slot] = true;
    this.reusable.push(slot);
  }

  private sumOf(period: Milliseconds): PeriodSum {
    for (const entry of this.sums) {
      if (entry.period === period) return entry;
    }
    const entry: PeriodSum = { period, cutoff: -Infinity, first: this.oldest, sum: this.changes.reduce((sum, change) => sum + change, 0) };
    this.sums.push(entry);
    return entry;
  }

  private link(slot: number): void {
    this.older[slot] = this.newest;
    this.newer[slot] = NONE;
    if (this.newest === NONE) this.oldest = slot;
    else this.newer[this.newest] = slot;
    this.newest = slot;
    if (this.firstCurrent === NONE) this.firstCurrent = slot;
    for (const entry of this.sums) {
      entry.sum += this.changes[slot];
      if (entry.first === NONE) entry.first = slot;
    }
  }

  private unlink(slot: number): void {
    const older = this.older[slot];
    const newer = this.newer[slot];
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
    for (const entry of this.sums) {
      if (this.timestamps[slot] > entry.cutoff) entry.sum -= this.changes[slot];
      if (entry.first === slot) entry.first = newer;
    }
  }
}
