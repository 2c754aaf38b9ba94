import { type LatencyMixture } from './latency-mixture';

/** Rows over all shares, and over the last part of them, in which latencies differ most. */
const ROWS = 512;
const TAIL = 1 / 64;

const BODY_SHARES = Float64Array.from({ length: ROWS + 1 }, (_, row) => row / ROWS);
const TAIL_SHARES = Float64Array.from({ length: ROWS + 1 }, (_, row) => 1 - TAIL * (1 - row / ROWS) - (row === ROWS ? TAIL / ROWS / 8 : 0));

/** Quantiles of a mixture, looked up. */
export class QuantileTable {
  private readonly body: Float64Array;
  private readonly tail: Float64Array;

  public constructor(mixture: LatencyMixture) {
    this.body = mixture.quantiles(BODY_SHARES);
    this.tail = mixture.quantiles(TAIL_SHARES);
  }

  /** @param share from 0 to below 1. */
  public at(share: number): number {
    if (share < 1 - TAIL) return interpolated(this.body, share * ROWS);
    return interpolated(this.tail, (share - (1 - TAIL)) / TAIL * ROWS);
  }
}

function interpolated(table: Float64Array, position: number): number {
  const row = position | 0;
  return table[row] + (table[row + 1] - table[row]) * (position - row);
}
