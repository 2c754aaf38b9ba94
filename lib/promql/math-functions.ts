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
  return most < least ? undefined : clampMin(clampMax(value, most), least);
}

/** As Go's math.Max: infinite before NaN. */
export function clampMin(value: number, least: number): number {
  return value === Infinity || least === Infinity ? Infinity : Math.max(value, least);
}

/** As Go's math.Min: infinite before NaN. */
export function clampMax(value: number, most: number): number {
  return value === -Infinity || most === -Infinity ? -Infinity : Math.min(value, most);
}

/** As Go's math.Pow: 1 to any power is 1, and so is -1 to an infinite one. */
export function power(base: number, exponent: number): number {
  return base === 1 || (base === -1 && Math.abs(exponent) === Infinity) ? 1 : base ** exponent;
}
