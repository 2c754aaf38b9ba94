import { normalCdf, normalDensity } from './normal';

const { exp, log, max, sqrt } = Math;

/** Normal distribution that is cut off at 0. */
interface CutNormal {
  readonly location: number;
  readonly deviation: number;
}

const known = new Map<number, CutNormal>();

/**
 * Squared coefficients of variation of the backlog that are told apart: 1 is the exponential distribution of a queue in
 * steady state, 0.571 a queue that has just begun to grow, and 0 a backlog that is certain. Between them lie normal
 * distributions cut off at 0.
 */
export const VARIATIONS = [1, 0.8, 0.5708, 0.35, 0.2, 0.1, 0.05, 0.02, 0.005] as const;

/** Parts of a distribution for numerical integration: even ones, and finer ones at the upper end. */
const LEVELS = levels();

/** Values of a backlog of mean 1, one for each part of `LEVELS`: by variation. */
export const RELATIVE_POINTS: readonly Float64Array[] = VARIATIONS.map((variation) => pointsOf(variation));

/** Weights of the points. */
export const POINT_WEIGHTS: Float64Array = Float64Array.from(LEVELS.slice(1), (level, index) => level - LEVELS[index]);

/**
 * Density at 0 times the mean, over the squared coefficient of variation from 0 to 1: how strongly an emptying queue
 * holds the backlog at 0.
 */
const DENSITIES = densityTable();

/** Density of the backlog at 0, times its mean. */
export function densityAtZero(variation: number): number {
  if (variation >= 1) return variation * variation;
  const position = variation * (DENSITIES.length - 1);
  const index = Math.floor(position);
  return DENSITIES[index] + (DENSITIES[index + 1] - DENSITIES[index]) * (position - index);
}

/** Probability that a backlog of mean 1 is above a value. */
export function tailBeyond(value: number, variation: number): number {
  if (value <= 0) return 1;
  if (variation > 0.97) return exp(-value);
  if (variation < 0.16) return 1 - normalCdf((value - 1) / sqrt(max(1e-12, variation)));
  const { location, deviation } = cutNormal(variation);
  // Both tails can be too small for a number, and their quotient is not.
  const [from, to] = [-location / deviation, (value - location) / deviation];
  return exp((from * from - to * to) / 2) * hazard(-from) / hazard(-to);
}

/** Normal distribution that has mean 1 and a given variation once it is cut off at 0. */
function cutNormal(variation: number): CutNormal {
  const key = Math.round(variation * 500);
  let found = known.get(key);
  if (found) return found;
  let low = -60;
  let high = 60;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (variationOf(middle) > key / 500) low = middle;
    else high = middle;
  }
  const deviation = 1 / (low + hazard(low));
  known.set(key, found = { location: low * deviation, deviation });
  return found;
}

/** Density over the upper tail at -a: the mean excess of a cut normal distribution of unit deviation. */
function hazard(a: number): number {
  // For a far below 0 the quotient of two vanishing numbers is replaced by its series.
  return a < -6 ? -a + 1 / -a - 2 / (-a) ** 3 + 10 / (-a) ** 5 : normalDensity(a) / normalCdf(a);
}

function variationOf(a: number): number {
  const h = hazard(a);
  const mean = a + h;
  return (1 - h * mean) / mean ** 2;
}

function densityTable(): Float64Array {
  const table = new Float64Array(257);
  for (let index = 0; index < table.length; index++) {
    const variation = index / (table.length - 1);
    if (variation > 0.96) {
      table[index] = 1 - (1 - variation) * (1 - table[245]) / (1 - 245 / 256);
    } else if (variation > 0) {
      const { location, deviation } = cutNormal(variation);
      const a = location / deviation;
      table[index] = hazard(a) / deviation;
    }
  }
  return table;
}

function levels(): number[] {
  const even = Array.from({ length: 25 }, (_, k) => k / 27);
  const upper = Array.from({ length: 22 }, (_, k) => 1 - (1 - 24 / 27) * 2 ** (-(k + 1) / 2));
  return [...even, ...upper, 1];
}

function pointsOf(variation: number): Float64Array {
  const points = Float64Array.from(LEVELS.slice(1), (level, index) => quantile((level + LEVELS[index]) / 2, variation));
  let mean = 0;
  for (let index = 0; index < points.length; index++) mean += points[index] * (LEVELS[index + 1] - LEVELS[index]);
  return points.map((point) => point / mean);
}

function quantile(share: number, variation: number): number {
  if (variation === 1) return -log(1 - share);
  let low = 0;
  let high = 40;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (1 - tailBeyond(middle, variation) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
