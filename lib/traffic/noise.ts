import { type RandomStream } from '../simulator/engine/random/random-stream';

/**
 * Factors around 1 that wander as real traffic does: log-normal with mean 1, each knot drawn anew, joined by straight
 * lines.
 *
 * @param cv standard deviation divided by the mean, at the knots.
 * @param knotSteps steps from one knot to the next.
 */
export function noiseFactors(length: number, cv: number, knotSteps: number, random: RandomStream): Float64Array {
  const factors = new Float64Array(length).fill(1);
  if (cv === 0) return factors;
  const sigma = Math.sqrt(Math.log1p(cv * cv));
  const knot = (): number => Math.exp(sigma * random.normal() - (sigma * sigma) / 2);
  let [from, to] = [knot(), knot()];
  for (let i = 0; i < length; i++) {
    const part = i % knotSteps;
    if (i > 0 && part === 0) [from, to] = [to, knot()];
    factors[i] = from + ((to - from) * part) / knotSteps;
  }
  return factors;
}
