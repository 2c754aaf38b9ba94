import { RandomStream } from '../../simulator/engine/random/random-stream';

/** Figure with one-sided 95 % confidence bounds. */
export interface Bounded {
  /** Estimate. */
  readonly value: number;
  /** Lower bound. */
  readonly lower: number;
  /** Upper bound. */
  readonly upper: number;
}

const DRAWS = 1000;
const CONFIDENCE = 0.95;

/**
 * Bootstrap over whole days: hours of a day are correlated, and further seeds of a day are not further days. Figures of
 * one resampler share the same draws, so that policies are compared day by day.
 */
export class Resampler {
  private readonly draws: readonly Uint32Array[];

  public constructor(private readonly days: number, seed: number, draws = DRAWS) {
    const random = new RandomStream(seed, 'tune', 'days');
    this.draws = Array.from({ length: draws }, () => Uint32Array.from({ length: days }, () => random.below(days)));
  }

  /** Returns the bounds of a figure computed from days, given by their positions. */
  public bounds(figure: (days: ArrayLike<number>) => number): Bounded {
    const sorted = this.draws.map(figure).sort((a, b) => a - b);
    const rank = Math.floor((1 - CONFIDENCE) * sorted.length);
    return { value: figure(Uint32Array.from({ length: this.days }, (_, day) => day)), lower: sorted[rank], upper: sorted[sorted.length - 1 - rank] };
  }

  /** Returns the share of the draws in which a condition fails: the p-value of the claim. */
  public chance(fails: (days: ArrayLike<number>) => boolean): number {
    return (this.draws.filter(fails).length + 1) / (this.draws.length + 1);
  }
}

/** Sums a figure over days. */
export function sumOver(days: ArrayLike<number>, of: (day: number) => number): number {
  let sum = 0;
  for (let i = 0; i < days.length; i++) sum += of(days[i]);
  return sum;
}
