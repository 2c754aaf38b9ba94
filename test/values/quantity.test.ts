import * as fc from 'fast-check';
import { Quantity } from '../../lib/values/quantity';

describe('reading', () => {
  test.each([
    ['0', 0], ['100', 100_000], ['500m', 500], ['1.5', 1500], ['.5', 500], ['5.', 5000], ['+2', 2000], ['-2', -2000], ['1e3', 1_000_000], ['1E-2', 10], ['2k', 2_000_000],
    ['1Ki', 1_024_000], ['1.5Gi', 1_610_612_736_000], ['1u', 1], ['1n', 1], ['1500u', 2], ['0.0001', 1], ['-1500u', -2],
  ])('%s is %d thousandths, rounded away from zero as the API server does', (text, milli) => {
    expect(Quantity.parse(text).milliValue()).toBe(milli);
  });

  test.each(['', ' ', '1 ', 'x', '1x', '1Kx', '--1', '1.2.3', '1e', 'e3', '1ki', '1K', '0x10', '1_000', 'NaN', 'Infinity', '1e999999999'])("'%s' is not a quantity", (text) => {
    expect(Quantity.tryParse(text)).toBeUndefined();
    expect(() => Quantity.parse(text)).toThrow(`'${text}' is not a quantity; write a number with an optional suffix, as in 100, 500m, 1.5 or 2Gi`);
  });

  test('1E is an exa, 1E3 a thousand', () => {
    expect(Quantity.parse('1E').milliBigInt()).toBe(10n ** 21n);
    expect(Quantity.parse('1E3').milliBigInt()).toBe(10n ** 6n);
  });
});

describe('writing', () => {
  test.each([['0.5', '500m'], ['1000m', '1'], ['2.5', '2500m'], ['1u', '1u'], ['1n', '1n'], ['1Gi', '1073741824'], ['-0.5', '-500m']])('%s is written as %s', (text, canonical) => {
    expect(Quantity.parse(text).toString()).toBe(canonical);
  });

  test.each([
    ['100', '100'], ['1.5', '1500m'], ['500m', '500m'], ['1000m', '1'], ['1000', '1k'], ['1500', '1500'], ['0.0015', '1500u'], ['0', '0'], ['-2000', '-2k'],
    ['1024Ki', '1Mi'], ['1.5Gi', '1536Mi'], ['0.5Ki', '512'], ['2.1Ki', '2150400m'], ['0.1Gi', '107374182400m'], ['0.3Ki', '307200m'], ['1e3', '1e3'], ['15e2', '1500'], ['1e4', '10e3'], ['5e-1', '500e-3'], ['3000E', '3000E'],
  ])('%s is stored as %s', (text, stored) => {
    expect(Quantity.canonical(text)).toBe(stored);
  });

  test('storing a quantity keeps its value and form', () => {
    const text = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.constantFrom('', '.1', '.875', '.0001'), fc.constantFrom('n', 'u', 'm', '', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'e-3')).map((parts) => parts.join(''));
    fc.assert(fc.property(text, (written) => {
      const stored = Quantity.canonical(written);
      expect(Quantity.parse(stored).compare(Quantity.parse(written))).toBe(0);
      expect(Quantity.canonical(stored)).toBe(stored);
    }));
  });

  test('a written quantity reads as the same quantity', () => {
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (nanos) => {
      const quantity = Quantity.parse(`${nanos}n`);
      expect(Quantity.parse(quantity.toString()).compare(quantity)).toBe(0);
    }));
  });

  test.each([[Number.NaN], [Number.POSITIVE_INFINITY], [0.0001], [1e300]])('the number %d has no exact quantity', (value) => {
    expect(() => Quantity.ofNumber(value)).toThrow(/is not a quantity|too large for an exact quantity/);
  });
});

describe('arithmetic', () => {
  const nanos = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
  const of = (value: bigint): Quantity => Quantity.parse(`${value}n`);

  test('sums, products and order are exact', () => {
    fc.assert(fc.property(nanos, nanos, fc.integer({ min: 0, max: 1000 }), (a, b, factor) => {
      expect(of(a).plus(of(b)).compare(of(a + b))).toBe(0);
      expect(of(a).times(factor).compare(of(a * BigInt(factor)))).toBe(0);
      expect(Math.sign(of(a).compare(of(b)))).toBe(a < b ? -1 : Number(a > b));
      expect(of(a).isPositive()).toBe(a > 0n);
      expect(of(a).isZero()).toBe(a === 0n);
    }));
  });

  test('the value as a number is accurate to the last digit', () => {
    expect(Quantity.parse('1500m').toNumber()).toBe(1.5);
    expect(Quantity.parse('2Gi').toNumber()).toBe(2 ** 31);
  });
});

test.each([
  ['9'.repeat(5001), '9223372036854775807'], [`-${'9'.repeat(5001)}`, '-9223372036854775807'], ['20E', '20E'], ['8Ei', '9223372036854775807'], ['20000000000000000000', '9223372036854775807'], ['16Ei', '9223372036854775807'],
  [`${'0'.repeat(5001)}5`, '5'], [`0.${'1'.repeat(5001)}`, '111111112n'], [`1.${'0'.repeat(5001)}`, '1'], [`1.${'0'.repeat(5001)}1`, '1000000001n'], [`1${'0'.repeat(60)}e-40`, '9223372036854775807'],
])('%.20s… is capped and rounded as the API server does', (text, expected) => {
  const started = Date.now();
  expect(Quantity.canonical(text)).toBe(expected);
  expect(Number.isFinite(Quantity.parse(text).toNumber())).toBe(true);
  expect(Date.now() - started).toBeLessThan(500);
});
