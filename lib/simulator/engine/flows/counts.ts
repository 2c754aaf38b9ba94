import { type RandomStream } from '../random/random-stream';

const { exp, floor, max, min, round, sqrt } = Math;

/** Variance above which a count is drawn from the normal distribution. */
const MANY = 30;
const FEW_TRIALS = 64;

/** Draws a Poisson number. */
export function poisson(mean: number, random: RandomStream): number {
  if (mean <= 0) return 0;
  if (mean > MANY) return max(0, round(mean + sqrt(mean) * random.normal()));
  const limit = exp(-mean);
  let product = random.uniform();
  let count = 0;
  while (product > limit) {
    product *= random.uniform();
    count++;
  }
  return count;
}

/** Draws how many of `trials` independent trials succeed. */
export function binomial(trials: number, chance: number, random: RandomStream): number {
  if (chance >= 1 || trials <= 0) return max(0, trials);
  if (chance <= 0) return 0;
  const mean = trials * chance;
  const variance = mean * (1 - chance);
  if (variance > MANY) return max(0, min(trials, round(mean + sqrt(variance) * random.normal())));
  if (trials > FEW_TRIALS) return chance < 0.5 ? min(trials, poisson(mean, random)) : max(0, trials - poisson(trials - mean, random));
  let count = 0;
  for (let trial = 0; trial < trials; trial++) if (random.uniform() < chance) count++;
  return count;
}

/** Whole numbers whose sums follow sums of any numbers. */
export class WholeCounter {
  private owed = 0;

  /** Adds to the sum; returns how far the whole number below it has moved. */
  public add(amount: number): number {
    this.owed += amount;
    const whole = floor(this.owed + 1e-9);
    this.owed -= whole;
    return whole;
  }
}
