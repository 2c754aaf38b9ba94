import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A stream of numbers in [0, 1) that depends on nothing but the seed. */
export function uniforms(seed: number): () => number {
  const generator = xoroshiro128plus(seed | 0);
  return () => uniformFloat64(generator);
}

/** Normal deviates by Box and Muller. */
export function normals(seed: number): () => number {
  const next = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/**
 * Factors around 1 that wander as real traffic does: log-normal with mean 1, each knot drawn anew, joined by straight lines.
 *
 * @param cv standard deviation divided by the mean, at the knots.
 * @param knotSteps steps from one knot to the next.
 */
export function noiseFactors(length: number, cv: number, knotSteps: number, seed: number): Float64Array {
  const factors = new Float64Array(length).fill(1);
  if (cv === 0) return factors;
  const sigma = Math.sqrt(Math.log(1 + cv * cv));
  const normal = normals(seed);
  const knot = (): number => Math.exp(sigma * normal() - (sigma * sigma) / 2);
  let [from, to] = [knot(), knot()];
  for (let i = 0; i < length; i++) {
    const part = i % knotSteps;
    if (i > 0 && part === 0) [from, to] = [to, knot()];
    factors[i] = from + ((to - from) * part) / knotSteps;
  }
  return factors;
}
