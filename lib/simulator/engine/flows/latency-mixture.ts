import { type LatencyHistogram } from '../../run/latency-histogram';
import { type RandomStream } from '../random/random-stream';
import { GRID, type LatencyShapes } from './latency-shapes';

const { floor, max, min } = Math;

/** Draws until one is within the limit. */
const ATTEMPTS = 8;
/** Parts that are found without an index. */
const FEW = 8;

/** Latencies of requests as weights of shapes. */
export class LatencyMixture {
  /** Parts of the mixture, column by column: a tick has a few, which are found by looking at each. */
  private readonly keys: number[] = [];
  private readonly weights: number[] = [];
  private readonly tables: Float64Array[] = [];
  private readonly shifts: number[] = [];
  private readonly places = new Map<number, number>();

  /** @param limit seconds after which callers give up: the mixture is that of requests answered before. */
  public constructor(private readonly shapes: LatencyShapes, private readonly limit: number) {}

  public readonly add = (key: number, weight: number): void => {
    const place = this.keys.length <= FEW ? this.keys.indexOf(key) : this.places.get(key) ?? -1;
    if (place >= 0) {
      this.weights[place] += weight;
      return;
    }
    this.places.set(key, this.keys.length);
    this.keys.push(key);
    this.weights.push(weight);
    this.tables.push(this.shapes.tableOf(key));
    this.shifts.push(this.shapes.shiftOf(key));
  };

  public get isEmpty(): boolean {
    return this.keys.length === 0;
  }

  public addAll(other: LatencyMixture): void {
    this.addScaled(other, 1);
  }

  /** Adds another mixture with all of its weights times a factor. */
  public addScaled(other: LatencyMixture, factor: number): void {
    for (let part = 0; part < other.keys.length; part++) this.add(other.keys[part], factor * other.weights[part]);
  }

  /** Weight above the duration at an index of the grid. */
  public beyondIndex(index: number): number {
    let total = 0;
    for (let part = 0; part < this.keys.length; part++) total += this.weights[part] * (1 - this.shapes.atMost(this.keys[part], index));
    return total;
  }

  public clear(): void {
    if (this.keys.length === 0) return;
    this.keys.length = this.weights.length = this.tables.length = this.shifts.length = 0;
    this.places.clear();
  }

  /** Weight within a duration. */
  public within(seconds: number): number {
    if (seconds === Infinity) return this.sum();
    const position = this.shapes.positionOf(seconds);
    const index = floor(position);
    const from = this.atIndex(index);
    return position === index ? from : from + (this.atIndex(min(GRID - 1, index + 1)) - from) * (position - index);
  }

  /** Weight answered before callers give up. */
  public get answered(): number {
    return this.within(this.limit);
  }

  /** Quantile of the answered latencies; NaN without any. */
  public quantile(share: number): number {
    const { answered } = this;
    return answered > 0 ? min(this.limit, this.find(share * answered)) : NaN;
  }

  /** Returns the quantiles of the answered latencies for many shares, ascending. */
  public quantiles(shares: Float64Array): Float64Array {
    const { answered, shapes, limit } = this;
    let index = 0;
    let from = 0;
    let to = this.atIndex(0);
    const quantiles = new Float64Array(shares.length);
    for (let place = 0; place < shares.length; place++) {
      const weight = shares[place] * answered;
      while (to < weight && index < GRID - 1) {
        from = to;
        to = this.atIndex(++index);
      }
      quantiles[place] = min(limit, shapes.secondsAt(index - (to > from ? min(1, max(0, (to - weight) / (to - from))) : 0)));
    }
    return quantiles;
  }

  /** Writes quantiles for several shares to one index of a column each. */
  public writeQuantiles(shares: readonly number[], columns: readonly Float32Array[], index: number): void {
    const { answered } = this;
    for (let column = 0; column < shares.length; column++) {
      columns[column][index] = answered > 0 ? min(this.limit, this.find(shares[column] * answered)) : NaN;
    }
  }

  /** Returns a function that draws answered latencies; 0 from an empty mixture. */
  public sampler(): (random: RandomStream) => number {
    const { shapes, limit } = this;
    const keys = [...this.keys];
    const quantiles: Array<((share: number) => number) | undefined> = [];
    let total = 0;
    const upTo = this.weights.map((weight) => total += weight);
    return (random) => {
      for (let attempt = 0; attempt < ATTEMPTS && total > 0; attempt++) {
        const drawn = random.uniform() * total;
        let part = 0;
        while (upTo[part] < drawn) part++;
        const latency = (quantiles[part] ??= shapes.quantilesOf(keys[part]))(random.uniform());
        if (latency <= limit) return latency;
      }
      return total > 0 ? limit : 0;
    };
  }

  /** Records so many answered latencies. */
  public record(histogram: LatencyHistogram, count: number): void {
    this.spread(histogram, count, this.limit, this.tables);
  }

  /** Records the waits alone, of so many requests. */
  public recordWaits(histogram: LatencyHistogram, count: number): void {
    this.spread(histogram, count, Infinity, this.keys.map((key) => this.shapes.waitsOf(key)));
  }

  private spread(histogram: LatencyHistogram, count: number, limit: number, tables: readonly Float64Array[]): void {
    const { shapes, weights, shifts } = this;
    const last = limit === Infinity ? GRID - 1 : floor(shapes.positionOf(limit)) + 1;
    const below = new Float64Array(min(GRID, last + 1));
    for (let part = 0; part < weights.length; part++) {
      const shift = shifts[part];
      for (let index = max(0, shift); index < below.length; index++) below[index] += weights[part] * tables[part][min(GRID - 1, index - shift)];
    }
    const total = below[below.length - 1];
    if (!(total > 0)) return;
    let recorded = 0;
    for (let index = 0; index < below.length; index++) {
      const due = Math.round(below[index] / total * count);
      if (due > recorded) histogram.record(index === 0 ? 0 : min(limit, shapes.secondsAt(index - 0.5)), due - recorded);
      recorded = max(recorded, due);
    }
  }

  private find(weight: number): number {
    const { shapes } = this;
    let low = 0;
    let high = GRID - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.atIndex(middle) < weight) low = middle;
      else high = middle;
    }
    const from = this.atIndex(low);
    const to = this.atIndex(high);
    return shapes.secondsAt(low + (to > from ? min(1, (weight - from) / (to - from)) : 1));
  }

  private atIndex(index: number): number {
    let total = 0;
    const { weights, tables, shifts } = this;
    for (let part = 0; part < weights.length; part++) {
      const moved = index - shifts[part];
      if (moved >= 0) total += weights[part] * tables[part][min(GRID - 1, moved)];
    }
    return total;
  }

  private sum(): number {
    let total = 0;
    for (const weight of this.weights) total += weight;
    return total;
  }
}
