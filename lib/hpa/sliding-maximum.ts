import type { Milliseconds } from './types';

/**
 * Sliding-window maximum over time.
 *
 * Stores only values that can still become the maximum. Each value is added once and removed once, whatever the length
 * of the window. Time must not run backwards.
 */
export class SlidingMaximum {
  private values = new Float64Array(8);
  private times = new Float64Array(8);
  private head = 0;
  private length = 0;

  /** Number of values in the window. */
  public get size(): number {
    return this.length;
  }

  public push(value: number, time: Milliseconds): void {
    while (this.length > 0 && this.values[this.slot(this.length - 1)] <= value) this.length--;
    if (this.length === this.values.length) this.grow();
    const slot = this.slot(this.length);
    this.values[slot] = value;
    this.times[slot] = time;
    this.length++;
  }

  /** Removes values older than the cutoff, and values at the cutoff unless the edge counts. */
  public expire(cutoff: Milliseconds, edgeCounts: boolean): void {
    while (this.length > 0 && (this.times[this.head] < cutoff || (this.times[this.head] === cutoff && !edgeCounts))) {
      this.head = this.slot(1);
      this.length--;
    }
  }

  /** Returns the maximum of the window and `otherwise`. */
  public maximumOr(otherwise: number): number {
    return this.length === 0 ? otherwise : Math.max(this.values[this.head], otherwise);
  }

  private slot(index: number): number {
    return (this.head + index) & (this.values.length - 1);
  }

  private grow(): void {
    const [values, times] = [new Float64Array(this.values.length * 2), new Float64Array(this.times.length * 2)];
    for (let i = 0; i < this.length; i++) {
      values[i] = this.values[this.slot(i)];
      times[i] = this.times[this.slot(i)];
    }
    this.values = values;
    this.times = times;
    this.head = 0;
  }
}
