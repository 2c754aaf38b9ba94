import { type RandomStream } from '../random/random-stream';
import { SHARES } from '../traffic/outcome-counts';
import { type LatencyBlend } from './latency-blend';
import { LatencyMixture } from './latency-mixture';
import { type LatencyShapes } from './latency-shapes';

/** Latencies of a period: those of one blend as long as nothing changes, else a mixture. */
export class LatencyTally {
  private readonly others: LatencyMixture;
  private latest?: LatencyBlend;
  private weight = 0;

  public constructor(shapes: LatencyShapes, private readonly limit: number) {
    this.others = new LatencyMixture(shapes, limit);
  }

  /** The one blend of the period; undefined where there is another part, or none. */
  public get blend(): LatencyBlend | undefined {
    return this.others.isEmpty ? this.latest : undefined;
  }

  public readonly add = (key: number, weight: number): void => this.others.add(key, weight);

  public addBlend(blend: LatencyBlend, weight: number): void {
    if (blend !== this.latest) {
      this.mix();
      this.latest = blend;
    }
    this.weight += weight;
  }

  public addAll(other: LatencyTally): void {
    if (!other.others.isEmpty) this.others.addAll(other.others);
    if (other.latest) this.addBlend(other.latest, other.weight);
  }

  public clear(): void {
    this.others.clear();
    this.latest = undefined;
    this.weight = 0;
  }

  /** Weight within a duration. */
  public within(seconds: number): number {
    const ofBlend = this.latest ? this.weight * this.latest.within(seconds) : 0;
    return this.others.isEmpty ? ofBlend : ofBlend + this.others.within(seconds);
  }

  /** Weight answered before callers give up. */
  public get answered(): number {
    return this.within(this.limit);
  }

  /** Writes the quantiles of the series to one index of a column each; NaN without an answer. */
  public writeQuantiles(columns: readonly Float32Array[], index: number): void {
    const { blend } = this;
    if (!blend || this.weight <= 0) return this.mixed().writeQuantiles(SHARES, columns, index);
    const quantiles = blend.quantilesOfSeries;
    for (let column = 0; column < columns.length; column++) columns[column][index] = quantiles[column];
  }

  /** Returns a function that draws answered latencies; 0 from an empty tally. */
  public sampler(): (random: RandomStream) => number {
    return (this.blend?.parts ?? this.mixed()).sampler();
  }

  /** All of it as one mixture. */
  public mixed(): LatencyMixture {
    this.mix();
    return this.others;
  }

  private mix(): void {
    if (this.latest && this.weight > 0) this.others.addScaled(this.latest.parts, this.weight);
    this.latest = undefined;
    this.weight = 0;
  }
}
