import type { Milliseconds, Recommendations, StabilizationWindows, TimestampedRecommendation } from '../../lib/hpa';

/**
 * Recommendations in the very form in which upstream keeps them, which the tables of upstream's tests show: a list that
 * every pass scans, and in which the newest is written over the last entry that no window reaches. For comparison only:
 * a pass costs more the longer its windows are.
 */
export class RecommendationList implements Recommendations {
  public readonly entries: TimestampedRecommendation[];
  private now = 0;
  private windows: StabilizationWindows = { up: 0, down: 0, edgeCounts: false };

  public constructor(entries: Iterable<TimestampedRecommendation> = []) {
    this.entries = [...entries];
  }

  public advance(now: Milliseconds, windows: StabilizationWindows): void {
    this.now = now;
    this.windows = windows;
  }

  public lowestOr(otherwise: number): number {
    return Math.min(otherwise, ...this.within(this.windows.up));
  }

  public highestOr(otherwise: number): number {
    return Math.max(otherwise, ...this.within(this.windows.down));
  }

  public record(recommendation: number, now: Milliseconds): void {
    const cutoff = this.now - Math.max(this.windows.up, this.windows.down);
    const old = this.entries.map(({ timestamp }) => timestamp < cutoff).lastIndexOf(true);
    this.entries[old < 0 ? this.entries.length : old] = { recommendation, timestamp: now };
  }

  private within(window: Milliseconds): number[] {
    const cutoff = this.now - window;
    const reached = this.entries.filter(({ timestamp }) => timestamp > cutoff || (timestamp === cutoff && this.windows.edgeCounts));
    return reached.map(({ recommendation }) => recommendation);
  }
}
