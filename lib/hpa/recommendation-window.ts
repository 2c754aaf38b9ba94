import { SlidingMaximum } from './sliding-maximum';
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

/** The unstabilized recommendations of one autoscaler. */
export interface Recommendations {
  /** Moves the windows up to now. */
  advance(now: Milliseconds, windows: StabilizationWindows): void;
  /** The lowest recommendation in the upward window, or `otherwise` where that is lower. */
  lowestOr(otherwise: number): number;
  /** The highest recommendation in the downward window, or `otherwise` where that is higher. */
  highestOr(otherwise: number): number;
  record(recommendation: number, now: Milliseconds): void;
}

/**
 * Recommendations as far as they may still matter.
 *
 * Upstream keeps a list of all that any window reaches, scans it in every pass, and writes the newest over an entry that none reaches. What a pass sees of
 * it is the lowest of one window and the highest of the other: these are kept here, at a cost that no window's length changes. Time must not run backwards;
 * a window that becomes longer between two passes does not bring back what had left it.
 */
export class RecommendationWindow implements Recommendations {
  /** A window that remembers these. */
  public static of(recommendations: Iterable<TimestampedRecommendation>): RecommendationWindow {
    const window = new RecommendationWindow();
    for (const { recommendation, timestamp } of [...recommendations].sort((a, b) => a.timestamp - b.timestamp)) window.record(recommendation, timestamp);
    return window;
  }

  private readonly highest = new SlidingMaximum();
  private readonly lowest = new SlidingMaximum();

  /** How many recommendations are remembered. */
  public get size(): number {
    return this.highest.size + this.lowest.size;
  }

  public advance(now: Milliseconds, { up, down, edgeCounts }: StabilizationWindows): void {
    this.lowest.expire(now - up, edgeCounts);
    this.highest.expire(now - down, edgeCounts);
  }

  public lowestOr(otherwise: number): number {
    return 0 - this.lowest.maximumOr(-otherwise);
  }

  public highestOr(otherwise: number): number {
    return this.highest.maximumOr(otherwise);
  }

  public record(recommendation: number, now: Milliseconds): void {
    this.highest.push(recommendation, now);
    this.lowest.push(-recommendation, now);
  }
}
