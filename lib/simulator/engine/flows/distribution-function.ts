import { type Distribution } from '../../world/service';
import { normalCdf } from './normal';

const { exp, log, log1p, sqrt } = Math;

/** Probability that a draw of a distribution is at most so large. */
export type DistributionFunction = (value: number) => number;

/** Returns the distribution function. */
export function distributionFunction(distribution: Distribution): DistributionFunction {
  switch (distribution.kind) {
    case 'deterministic': return (value) => (value >= distribution.value ? 1 : 0);
    case 'exponential': return (value) => (value <= 0 ? 0 : distribution.mean === 0 ? 1 : -Math.expm1(-value / distribution.mean));
    case 'lognormal': {
      if (distribution.cv === 0) return (value) => (value >= distribution.mean ? 1 : 0);
      const variance = log1p(distribution.cv ** 2);
      const location = log(distribution.mean) - variance / 2;
      const deviation = sqrt(variance);
      return (value) => (value <= 0 ? 0 : normalCdf((log(value) - location) / deviation));
    }
    case 'gamma': {
      const { mean, cv } = distribution;
      if (cv === 0) return (value) => (value >= mean ? 1 : 0);
      const shape = 1 / cv ** 2;
      return (value) => (value <= 0 ? 0 : lowerGamma(shape, value * shape / mean));
    }
    case 'empirical': {
      const sorted = Float64Array.from(distribution.samples).sort();
      return (value) => atMost(sorted, value) / sorted.length;
    }
  }
}

function atMost(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Regularized lower incomplete gamma function: its series below the shape, its continued fraction above. */
function lowerGamma(shape: number, x: number): number {
  const scale = exp(shape * log(x) - x - logGamma(shape));
  if (x < shape + 1) {
    let term = 1 / shape;
    let sum = term;
    for (let k = 1; k < 10_000 && term > sum * 1e-12; k++) sum += term *= x / (shape + k);
    return sum * scale;
  }
  let b = x + 1 - shape;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let k = 1; k < 10_000; k++) {
    const a = -k * (k - shape);
    b += 2;
    d = 1 / (a * d + b);
    c = b + a / c;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-12) break;
  }
  return 1 - scale * fraction;
}

/** Stirling's series, after a recurrence to an argument of at least 8. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 8; y++) shift += log(y);
  return (y - 0.5) * log(y) - y + 0.5 * log(2 * Math.PI) + 1 / (12 * y) - 1 / (360 * y ** 3) + 1 / (1260 * y ** 5) - shift;
}
