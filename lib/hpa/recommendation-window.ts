import { SlidingMaximum } from './sliding-maximum';
import type { Milliseconds } from './types';

/** Recommended replicas with the time of the sync. */
export interface TimestampedRecommendation {
  /** Recommended replicas. */
  readonly recommendation: number;
  /** Time of the sync. */
  readonly timestamp: Milliseconds;
}

/** Stabilization windows of both directions. */
export interface StabilizationWindows {
  /** Window for scaling up. */
  readonly up: Milliseconds;
  /** Window for scaling down. */
  readonly down: Milliseconds;
  /** True if a recommendation exactly at the edge of a window counts. */
  readonly edgeCounts: boolean;
}

/** Unstabilized recommendations of one autoscaler. */
export interface Recommendations {
  /** Advances the windows to the current time. */
  advance(now: Milliseconds, windows: StabilizationWindows): void;
  /** Returns the lowest recommendation in the scale-up window, or `otherwise` if it is lower. */
  lowestOr(otherwise: number): number;
  /** Returns the highest recommendation in the scale-down window, or `otherwise` if it is higher. */
  highestOr(otherwise: number): number;
  /** Adds the recommendation of a sync. */
  record(recommendation: number, now: Milliseconds): void;
}

/**
 * Recommendations within the stabilization windows.
 *
 * Upstream keeps a list of all recommendations within any window, scans it in every sync, and overwrites an outdated
 * entry. A sync needs only the minimum of one window and the maximum of the other. This class keeps only these, at a
 * cost independent of the window's length. Time must not run backwards. A window that grows between two syncs does not
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

  /** Number of stored recommendations. */
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
