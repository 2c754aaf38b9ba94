import { type Traffic } from '../../world/world';
import { type RandomStream } from '../random/random-stream';
import { binomial, poisson, WholeCounter } from './counts';

const { floor, max, min } = Math;

/** Recorded arrivals are counted in bins of so many seconds. */
const BIN_SECONDS = 5;

/** Arrivals of a part of a step. */
export interface Arrivals {
  /** Expected requests per second. */
  readonly perSecond: number;
  /** Requests that came. */
  readonly count: number;
}

/** Arrivals of one flow as a rate that changes from step to step, and as numbers drawn from it. */
export class FlowArrivals {
  /** Squared coefficient of variation of the times between arrivals within a step. */
  public readonly variability: number;
  private readonly perSecond: ArrayLike<number>;
  private readonly stepSeconds: number;
  private readonly kind: 'poisson' | 'counted' | 'even';
  private readonly whole = new WholeCounter();
  private step = -1;
  /** Arrivals of the present step that are still to come. */
  private left = 0;

  public constructor(traffic: Traffic, durationSeconds: number, private readonly random: RandomStream) {
    if (traffic.kind === 'rate') {
      this.perSecond = traffic.perSecond;
      this.stepSeconds = traffic.stepSeconds;
      this.kind = traffic.arrivals;
    } else {
      this.perSecond = binned(traffic.at, durationSeconds);
      this.stepSeconds = BIN_SECONDS;
      this.kind = 'counted';
    }
    this.variability = this.kind === 'even' ? 0 : 1;
  }

  /** Time at which the rate may change next. */
  public changeAfter(time: number): number {
    const step = floor(time / this.stepSeconds + 1e-9);
    return step >= this.perSecond.length ? Infinity : (step + 1) * this.stepSeconds;
  }

  /** Returns what arrives from one time to another of the same step. Spans follow each other. */
  public take(from: number, to: number): Arrivals {
    const step = floor(from / this.stepSeconds + 1e-9);
    if (step >= this.perSecond.length) return { perSecond: 0, count: 0 };
    const perSecond = this.perSecond[step];
    const seconds = to - from;
    if (this.kind === 'poisson') return { perSecond, count: poisson(perSecond * seconds, this.random) };
    if (this.kind === 'even') return { perSecond, count: this.whole.add(perSecond * seconds) };
    if (step !== this.step) {
      this.step = step;
      this.left = this.whole.add(perSecond * this.stepSeconds);
    }
    const remaining = max(0, (step + 1) * this.stepSeconds - from);
    const count = remaining - seconds < 1e-9 ? this.left : binomial(this.left, min(1, seconds / remaining), this.random);
    this.left -= count;
    return { perSecond, count };
  }
}

function binned(at: Float64Array, durationSeconds: number): Float64Array {
  const perSecond = new Float64Array(Math.ceil(durationSeconds / BIN_SECONDS));
  for (const time of at) if (time < durationSeconds) perSecond[floor(time / BIN_SECONDS)] += 1 / BIN_SECONDS;
  return perSecond;
}
