import { SlidingMaximum } from './sliding-maximum';
import type { Milliseconds } from './types';

/** Recommended replicas and the time of the pass that recommended them. */
export interface TimestampedRecommendation {
  /** Recommended replicas. */
  readonly recommendation: number;
  /** Time of the pass. */
  readonly timestamp: Milliseconds;
}

/** Stabilization window of each direction, and whether a recommendation exactly at its edge counts. */
export interface StabilizationWindows {
  /** Window for scaling up. */
  readonly up: Milliseconds;
  /** Window for scaling down. */
  readonly down: Milliseconds;
  /** True where a recommendation exactly at the edge counts. */
  readonly edgeCounts: boolean;
}

/** Unstabilized recommendations of one autoscaler. */
export interface Recommendations {
  /** Moves the windows up to now. */
  advance(now: Milliseconds, windows: StabilizationWindows): void;
  /** Returns the lowest recommendation in the scale-up window, or `otherwise` where that is lower. */
  lowestOr(otherwise: number): number;
  /** Returns the highest recommendation in the scale-down window, or `otherwise` where that is higher. */
  highestOr(otherwise: number): number;
  /** Adds the recommendation of a pass. */
  record(recommendation: number, now: Milliseconds): void;
}

/**
 * Recommendations within the stabilization windows.
 *
 * Upstream keeps a list of all recommendations within any window, scans it in every pass, and overwrites an outdated
 * entry. A pass needs only the minimum of one window and the maximum of the other: these are kept here, at a cost
 * independent of the window's length. Time must not run backwards; a window that grows between two passes does not
 * restore recommendations that had left it.
 */
export class RecommendationWindow implements Recommendations {
  /** Creates a window with recommendations. */
  public static of(recommendations: Iterable<TimestampedRecommendation>): RecommendationWindow {
    const window = new RecommendationWindow();
    for (const { recommendation, timestamp } of [...recommendations].sort((a, b) => a.timestamp - b.timestamp)) window.record(recommendation, timestamp);
    return window;
  }

  private readonly highest = new SlidingMaximum();
  private readonly lowest = new SlidingMaximum();

  /** Number of recommendations kept. */
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
