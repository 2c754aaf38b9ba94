import type { Milli } from './types';

const MIN_INT32 = -2_147_483_648;
const MIN_INT64 = -(2n ** 63n);

export const MAX_INT32 = 2_147_483_647;
export const MAX_INT64 = 2n ** 63n - 1n;

/** Go's int32(float64) on amd64: truncates. Values out of range, including NaN, become the smallest int32. */
export function float64ToInt32(value: number): number {
  return value > MIN_INT32 - 1 && value < MAX_INT32 + 1 ? value | 0 : MIN_INT32;
}

/** Go's int64(float64) on amd64: truncates. Values out of range, including NaN, become the smallest int64. */
export function float64ToInt64(value: number): Milli {
  if (Number.isSafeInteger(Math.trunc(value))) return Math.trunc(value) + 0;
  return value >= -(2 ** 63) && value < 2 ** 63 ? toMilli(BigInt(Math.trunc(value))) : MIN_INT64;
}

/** Converts an int64 to the faster representation: a number if it is exact. Wraps around beyond 64 bits. */
export function toMilli(value: bigint): Milli {
  const wrapped = BigInt.asIntN(64, value);
  const number = Number(wrapped);
  return Number.isSafeInteger(number) ? number : wrapped;
}

export function add(a: Milli, b: Milli): Milli {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return toMilli(BigInt(a) + BigInt(b));
}

export function multiply(a: Milli, b: Milli): Milli {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return toMilli(BigInt(a) * BigInt(b));
}

/** Divides integers, truncating towards zero. */
export function divide(a: Milli, b: Milli): Milli {
  if (typeof a === 'number' && typeof b === 'number') return Math.trunc(a / b) + 0;
  return toMilli(BigInt(a) / BigInt(b));
}

/** Go's int32(int64): the lower 32 bits. */
export function int64ToInt32(value: Milli): number {
  return typeof value === 'number' ? value | 0 : Number(BigInt.asIntN(32, value));
}
