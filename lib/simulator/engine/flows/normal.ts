const { abs, exp, sqrt, PI } = Math;

/** Density of the standard normal distribution. */
export function normalDensity(x: number): number {
  return exp(-x * x / 2) / sqrt(2 * PI);
}

/** Distribution function of the standard normal distribution, within 1e-7 (Abramowitz and Stegun 26.2.17). */
export function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * abs(x));
  const tail = normalDensity(x) * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return x > 0 ? 1 - tail : tail;
}
