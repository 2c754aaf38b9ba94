import { type Traffic } from '../../world/world';
import { BlockSampler } from '../random/block-sampler';
import { type RandomStream } from '../random/random-stream';
import { NEVER } from './never';

const { expm1, floor, max, min } = Math;

/** Source of a flow's requests. Pushes them, in order of time, into the queue of the first stage. */
export interface ArrivalSource {
  /** Pushes what arrives before `until`. */
  generate(until: number): void;
}

/** Receives a request or a batch of `weight` requests. */
export type Emit = (time: number, weight: number, inputTokens: number, outputTokens: number) => void;

/** Token count of traffic without tokens. */
export const UNKNOWN = -1;

/** @param random stream of this source alone. */
export function arrivalSource(traffic: Traffic, batchSize: number, random: RandomStream, emit: Emit): ArrivalSource {
  if (traffic.kind === 'requests') return new ListedArrivals(traffic, batchSize, emit);
  if (traffic.arrivals === 'counted') return new CountedArrivals(traffic, batchSize, random, emit);
  const gaps = new BlockSampler(traffic.arrivals === 'even' ? () => batchSize : () => random.gamma(batchSize));
  return new RatedArrivals(traffic, batchSize, gaps, emit);
}

type RateTraffic = Extract<Traffic, { kind: 'rate' }>;

/**
 * Arrivals whose expected number grows by a gap from one batch to the next: gaps of 1 are even, exponential gaps a
 * Poisson process.
 */
class RatedArrivals implements ArrivalSource {
  private time = 0;
  private step = 0;
  private next: number;

  public constructor(
    private readonly traffic: RateTraffic, private readonly batchSize: number, private readonly gaps: BlockSampler, private readonly emit: Emit,
  ) {
    this.next = this.advance();
  }

  public generate(until: number): void {
    while (this.next < until) {
      this.emit(this.next, this.batchSize, UNKNOWN, UNKNOWN);
      this.next = this.advance();
    }
  }

  private advance(): number {
    const { perSecond, stepSeconds } = this.traffic;
    let needed = this.gaps.take();
    while (this.step < perSecond.length) {
      const rate = perSecond[this.step];
      const end = (this.step + 1) * stepSeconds;
      const next = this.time + needed / rate;
      if (next < end) return (this.time = next);
      needed = max(0, needed - rate * (end - this.time));
      this.time = end;
      this.step++;
    }
    return NEVER;
  }
}

/** So many arrivals in each step, at independent uniform instants of it, drawn in ascending order. */
class CountedArrivals implements ArrivalSource {
  private step = 0;
  private fraction = 0;
  private left = 0;
  private time = 0;
  private filled = 0;
  /** Negative: not found yet. */
  private next = -1;

  public constructor(
    private readonly traffic: RateTraffic, private readonly batchSize: number, private readonly random: RandomStream, private readonly emit: Emit,
  ) {
    this.enter();
  }

  public generate(until: number): void {
    for (;;) {
      if (this.next < 0 && !this.advance()) return;
      if (this.next >= until) return;
      this.emit(this.next, this.filled, UNKNOWN, UNKNOWN);
      this.filled = 0;
      this.next = -1;
    }
  }

  /** Finds the instant of the last request of the next batch; false when no request is left. */
  private advance(): boolean {
    const { perSecond, stepSeconds } = this.traffic;
    while (this.step < perSecond.length) {
      const taken = min(this.left, this.batchSize - this.filled);
      if (taken > 0) {
        this.time += ((this.step + 1) * stepSeconds - this.time) * this.spacing(taken);
        this.filled += taken;
        this.left -= taken;
      }
      if (this.left === 0) {
        const last = this.time;
        this.step++;
        this.enter();
        if (this.filled === this.batchSize) return this.settle(last);
        if (this.step === perSecond.length && this.filled > 0) return this.settle(last);
      } else {
        return this.settle(this.time);
      }
    }
    return false;
  }

  private settle(time: number): boolean {
    this.next = time;
    return true;
  }

  private enter(): void {
    const { perSecond, stepSeconds } = this.traffic;
    if (this.step >= perSecond.length) return;
    const due = this.fraction + perSecond[this.step] * stepSeconds;
    this.left = floor(due + 1e-9);
    this.fraction = max(0, due - this.left);
    if (this.left > 0) this.time = this.step * stepSeconds;
  }

  /** Draws the position of the n-th of the `left` uniform instants in the rest of the step, as a share. */
  private spacing(n: number): number {
    if (n === 1) return -expm1(-this.random.exponential() / this.left);
    const before = this.random.gamma(n);
    return before / (before + this.random.gamma(this.left - n + 1));
  }
}

type ListedTraffic = Extract<Traffic, { kind: 'requests' }>;

/** Requests at given times; a batch holds consecutive ones and comes with the last of them. */
class ListedArrivals implements ArrivalSource {
  private next = 0;

  public constructor(private readonly traffic: ListedTraffic, private readonly batchSize: number, private readonly emit: Emit) {}

  public generate(until: number): void {
    const { at, inputTokens, outputTokens } = this.traffic;
    for (;;) {
      const end = min(this.next + this.batchSize, at.length);
      if (end === this.next || at[end - 1] >= until) return;
      this.emit(at[end - 1], end - this.next, mean(inputTokens, this.next, end), mean(outputTokens, this.next, end));
      this.next = end;
    }
  }
}

function mean(values: Float64Array | undefined, from: number, to: number): number {
  if (!values) return UNKNOWN;
  let sum = 0;
  for (let index = from; index < to; index++) sum += values[index];
  return sum / (to - from);
}
