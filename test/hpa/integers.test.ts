import fc from 'fast-check';
import { add, divide, float64ToInt32, float64ToInt64, int64ToInt32, multiply, toMilli } from '../../lib/hpa/integers';

const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const anyMilli = fc.oneof(fc.maxSafeInteger(), int64).map((value) => toMilli(BigInt(value)));

describe('a 64-bit integer', () => {
  test('is a number when a number represents it exactly', () => {
    expect(toMilli(2n ** 53n - 1n)).toBe(9_007_199_254_740_991);
    expect(toMilli(2n ** 53n)).toBe(9_007_199_254_740_992n);
    expect(toMilli(1n - 2n ** 53n)).toBe(-9_007_199_254_740_991);
    expect(toMilli(-(2n ** 53n))).toBe(-9_007_199_254_740_992n);
  });

  test('wraps around beyond 64 bits', () => {
    expect(toMilli(2n ** 63n)).toBe(-(2n ** 63n));
    expect(toMilli(-(2n ** 63n) - 1n)).toBe(2n ** 63n - 1n);
    expect(toMilli(2n ** 64n + 5n)).toBe(5);
  });

  test('adds, multiplies and divides with 64 bits in both forms', () => {
    fc.assert(fc.property(anyMilli, anyMilli, (a, b) => {
      expect(add(a, b)).toBe(toMilli(BigInt(a) + BigInt(b)));
      expect(multiply(a, b)).toBe(toMilli(BigInt(a) * BigInt(b)));
      if (BigInt(b) !== 0n) expect(divide(a, b)).toBe(toMilli(BigInt(a) / BigInt(b)));
    }), { seed: 1 });
  });

  test('keeps all digits when a sum exceeds the safe integers', () => {
    expect(add(9_007_199_254_740_991, 9_007_199_254_740_990)).toBe(18_014_398_509_481_981n);
    expect(add(9_007_199_254_740_993n, -5)).toBe(9_007_199_254_740_988);
  });

  test('divides towards zero and never gives a negative zero', () => {
    expect(divide(-7, 2)).toBe(-3);
    expect(divide(-1, 2)).toBe(0);
    expect(divide(7, -2)).toBe(-3);
    expect(multiply(-0, 5)).toBe(0);
    expect(multiply(0, -5)).toBe(0);
  });

  test('is truncated to its lower 32 bits', () => {
    expect(int64ToInt32(2 ** 31)).toBe(-(2 ** 31));
    expect(int64ToInt32(2 ** 32 + 7)).toBe(7);
    expect(int64ToInt32(2n ** 62n + 9n)).toBe(9);
    expect(int64ToInt32(2n ** 55n - 1n)).toBe(-1);
  });
});

describe('a float that becomes an integer', () => {
  test.each([
    [2.9, 2], [-2.9, -2], [-0.5, 0], [2_147_483_647.9, 2_147_483_647], [-2_147_483_648.9, -2_147_483_648],
  ])('%d is cut to %d', (value, expected) => {
    expect(float64ToInt32(value)).toBe(expected);
    expect(float64ToInt64(value)).toBe(expected);
  });

  test.each([2_147_483_648, -2_147_483_649, 1e300, NaN, Infinity, -Infinity])('%d does not fit 32 bits and becomes the smallest', (value) => {
    expect(float64ToInt32(value)).toBe(-2_147_483_648);
  });

  test.each([2 ** 63, -(2 ** 64), NaN, Infinity, -Infinity])('%d does not fit 64 bits and becomes the smallest', (value) => {
    expect(float64ToInt64(value)).toBe(-(2n ** 63n));
  });

  test('keeps what fits 64 bits', () => {
    expect(float64ToInt64(2 ** 62)).toBe(2n ** 62n);
    expect(float64ToInt64(-(2 ** 63))).toBe(-(2n ** 63n));
    expect(float64ToInt64(2 ** 53)).toBe(2n ** 53n);
  });
});
