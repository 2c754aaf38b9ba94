import { type Distribution } from '../../world/service';
import { type RandomStream } from './random-stream';

const { exp } = Math;

export type Sampler = () => number;

/**
 * Up to here the mean of so many draws is taken from that many draws; beyond, from a gamma distribution of the same
 * mean and variance.
 */
const LARGEST_SUM = 8;

/** Draws from a distribution. */
export function sampler(distribution: Distribution, random: RandomStream): Sampler {
  switch (distribution.kind) {
    case 'deterministic': {
      const { value } = distribution;
      return () => value;
    }
    case 'exponential': {
      const { mean } = distribution;
      return () => mean * random.exponential();
    }
    case 'lognormal': {
      const variance = Math.log1p(distribution.cv ** 2);
      const deviation = Math.sqrt(variance);
      const location = Math.log(distribution.mean) - variance / 2;
      return () => exp(location + deviation * random.normal());
    }
    case 'gamma': {
      const { mean, cv } = distribution;
      if (cv === 0) return () => mean;
      const shape = 1 / cv ** 2;
      return () => mean / shape * random.gamma(shape);
    }
    case 'empirical': {
      const samples = Float64Array.from(distribution.samples);
      return () => samples[random.below(samples.length)];
    }
  }
}

/** Draws the mean of `count` values of a distribution. */
export function meanSampler(distribution: Distribution, count: number, random: RandomStream): Sampler {
  const single = sampler(distribution, random);
  if (count === 1 || distribution.kind === 'deterministic') return single;
  if (count > LARGEST_SUM || distribution.kind === 'exponential' || distribution.kind === 'gamma') {
    return sampler({ kind: 'gamma', mean: meanOf(distribution), cv: variationOf(distribution) / Math.sqrt(count) }, random);
  }
  return () => {
    let sum = 0;
    for (let draw = 0; draw < count; draw++) sum += single();
    return sum / count;
  };
}

export function meanOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'deterministic': return distribution.value;
    case 'empirical': return distribution.samples.reduce((sum, sample) => sum + sample, 0) / distribution.samples.length;
    default: return distribution.mean;
  }
}

/** Standard deviation over mean. */
export function variationOf(distribution: Distribution): number {
  switch (distribution.kind) {
    case 'deterministic': return 0;
    case 'exponential': return 1;
    case 'empirical': {
      const mean = meanOf(distribution);
      const squares = distribution.samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0);
      return mean === 0 ? 0 : Math.sqrt(squares / distribution.samples.length) / mean;
    }
    default: return distribution.cv;
  }
}
