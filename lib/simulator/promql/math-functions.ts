/** Functions of one number. */
export const MATH_FUNCTIONS: Readonly<Record<string, (value: number) => number>> = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  sgn: Math.sign,
  sqrt: Math.sqrt,
};

/** Halves go up, below zero too. */
export function round(value: number, toNearest = 1): number {
  const inverse = 1 / toNearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}

/** NaN where a bound is; undefined where the bounds are crossed, as the vector is empty then. */
export function clamp(value: number, least: number, most: number): number | undefined {
  return most < least ? undefined : Math.max(least, Math.min(most, value));
}
