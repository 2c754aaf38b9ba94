import { SHARES } from '../traffic/outcome-counts';
import { LatencyMixture } from './latency-mixture';
import { type LatencyShapes } from './latency-shapes';
import { QuantileTable } from './quantile-table';

/** Mixture of weight 1 for waits that stay the same from span to span, so that its figures are found once. */
export class LatencyBlend {
  public readonly parts: LatencyMixture;
  private readonly known = new Map<number, number>();
  private quantiles?: readonly number[];
  private looked?: QuantileTable;
  private timedOut?: number;

  /** @param limit seconds after which callers give up. */
  public constructor(private readonly shapes: LatencyShapes, private readonly limit: number, waits: BlendWaits) {
    this.parts = new LatencyMixture(shapes, limit);
    shapes.add(1, waits.chance, waits.wait, waits.variation, waits.factor, this.parts.add);
  }

  /** Share of the requests within a duration. */
  public within(seconds: number): number {
    let share = this.known.get(seconds);
    if (share === undefined) this.known.set(seconds, share = this.parts.within(seconds));
    return share;
  }

  /** Share of the requests whose callers give up. */
  public get timedOutShare(): number {
    if (this.timedOut !== undefined) return this.timedOut;
    const { shapes, limit } = this;
    return this.timedOut = limit === Infinity ? 0 : this.parts.beyondIndex(Math.round(shapes.positionOf(limit)));
  }

  /** All quantiles of the answered latencies. */
  public get table(): QuantileTable {
    return this.looked ??= new QuantileTable(this.parts);
  }

  /** Quantiles of the answered latencies, for each of the shares of the series. */
  public get quantilesOfSeries(): readonly number[] {
    return this.quantiles ??= SHARES.map((share) => this.parts.quantile(share));
  }
}

/** Waits of a blend: chance, mean seconds, squared coefficient of variation, and factor on the service time. */
export interface BlendWaits {
  readonly chance: number;
  readonly wait: number;
  readonly variation: number;
  readonly factor: number;
}
