import { MaxHeap } from './max-heap';
import { SlotDeque } from './slot-deque';
import type { Milliseconds } from './types';

export interface TimestampedRecommendation {
  readonly recommendation: number;
  readonly timestamp: Milliseconds;
}

/** How far back recommendations count in each direction, and whether one at the very edge still does. */
export interface StabilizationWindows {
  readonly up: Milliseconds;
  readonly down: Milliseconds;
  readonly edgeCounts: boolean;
}

/**
 * The unstabilized recommendations of one autoscaler.
 *
 * Upstream keeps a list, scans all of it in every pass, and writes the newest over the last entry that no window reaches any more. This keeps the same
 * list in the same order, and beside it what makes a pass cost the same whatever the length of a window: the lowest and the highest of each window, and the
 * entries that may be written over. Time must not run backwards.
 */
export class RecommendationLog {
  /** A log with entries, in the order of its slots. */
  public static of(entries: Iterable<TimestampedRecommendation>): RecommendationLog {
    const log = new RecommendationLog();
    for (const { recommendation, timestamp } of entries) {
      log.recommendations.push(recommendation);
      log.timestamps.push(timestamp);
    }
    return log;
  }

  private readonly recommendations: number[] = [];
  private readonly timestamps: number[] = [];
  private readonly reachable = new SlotDeque();
  private readonly lowest = new SlotDeque();
  private readonly highest = new SlotDeque();
  private reusable = new MaxHeap();
  private up: Milliseconds = NaN;
  private down: Milliseconds = NaN;
  private edgeCounts = false;

  public get length(): number {
    return this.recommendations.length;
  }

  public entries(): TimestampedRecommendation[] {
    return this.recommendations.map((recommendation, slot) => ({ recommendation, timestamp: this.timestamps[slot] }));
  }

  /** Moves the windows up to now. Other windows than last time are measured anew on all that is left in the log. */
  public advance(now: Milliseconds, windows: StabilizationWindows): void {
    if (windows.up !== this.up || windows.down !== this.down || windows.edgeCounts !== this.edgeCounts) this.reindex(windows);
    const { reachable, timestamps } = this;
    const oldest = now - Math.max(windows.up, windows.down);
    while (!reachable.isEmpty && timestamps[reachable.front] < oldest) {
      this.reusable.push(reachable.front);
      reachable.popFront();
    }
    this.expire(this.lowest, now - windows.up);
    this.expire(this.highest, now - windows.down);
  }

  /** The lowest recommendation in the upward window, or `otherwise` where that is lower. */
  public lowestOr(otherwise: number): number {
    return this.lowest.isEmpty ? otherwise : Math.min(this.recommendations[this.lowest.front], otherwise);
  }

  /** The highest recommendation in the downward window, or `otherwise` where that is higher. */
  public highestOr(otherwise: number): number {
    return this.highest.isEmpty ? otherwise : Math.max(this.recommendations[this.highest.front], otherwise);
  }

  public record(recommendation: number, now: Milliseconds): void {
    const slot = this.reusable.pop() ?? this.recommendations.length;
    this.recommendations[slot] = recommendation;
    this.timestamps[slot] = now;
    this.index(slot);
  }

  private expire(slots: SlotDeque, cutoff: Milliseconds): void {
    const { timestamps } = this;
    while (!slots.isEmpty && (timestamps[slots.front] < cutoff || (timestamps[slots.front] === cutoff && !this.edgeCounts))) slots.popFront();
  }

  private index(slot: number): void {
    const { recommendations, lowest, highest } = this;
    const recommendation = recommendations[slot];
    this.reachable.pushBack(slot);
    while (!lowest.isEmpty && recommendations[lowest.back] >= recommendation) lowest.popBack();
    lowest.pushBack(slot);
    while (!highest.isEmpty && recommendations[highest.back] <= recommendation) highest.popBack();
    highest.pushBack(slot);
  }

  private reindex(windows: StabilizationWindows): void {
    this.up = windows.up;
    this.down = windows.down;
    this.edgeCounts = windows.edgeCounts;
    this.reachable.clear();
    this.lowest.clear();
    this.highest.clear();
    this.reusable = new MaxHeap();
    const slots = this.timestamps.map((_, slot) => slot).sort((a, b) => this.timestamps[a] - this.timestamps[b]);
    for (const slot of slots) this.index(slot);
  }
}
