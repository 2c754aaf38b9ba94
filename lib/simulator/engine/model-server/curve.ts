import { type Curve } from '../../world/world';

/** Values up to here are looked up, the rest computed. */
const TABLE_LENGTH = 4097;

/**
 * Piecewise-linear function of a whole number: constant below its first knot, with the slope of its last segment beyond
 * the last.
 */
export class PiecewiseLinear {
  private readonly table: Float64Array;

  public constructor(private readonly curve: Curve) {
    this.table = Float64Array.from({ length: TABLE_LENGTH }, (_, x) => this.compute(x));
  }

  public at(x: number): number {
    return x < TABLE_LENGTH && Number.isInteger(x) ? this.table[x] : this.compute(x);
  }

  private compute(x: number): number {
    const { at, seconds } = this.curve;
    const last = at.length - 1;
    if (last === 0 || x <= at[0]) return seconds[0];
    let upper = 1;
    while (upper < last && at[upper] < x) upper++;
    const share = (x - at[upper - 1]) / (at[upper] - at[upper - 1]);
    return seconds[upper - 1] + share * (seconds[upper] - seconds[upper - 1]);
  }
}
