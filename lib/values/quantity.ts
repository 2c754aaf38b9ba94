import { UserError } from './user-error';
const NANO = 9;
const DECIMAL_EXPONENTS: Record<string, number> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY_EXPONENTS: Record<string, number> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const DECIMAL_SUFFIXES = Object.keys(DECIMAL_EXPONENTS);
const BINARY_SUFFIXES = ['', ...Object.keys(BINARY_EXPONENTS)];
const ONE = 1_000_000_000n;
const PATTERN = /^([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:([KMGTPE]i)|([numkMGTPE])|[eE]([+-]?\d+))?$/;
/**
 * The API server keeps a quantity in an int64; what lies beyond is capped there, so nothing larger is worth computing.
 */
const MAX_EXPONENT = 40;
/**
 * Cap of the API server, which it does not apply to decimal quantities of few digits: these are kept as digits and an
 * exponent.
 */
const MOST_NANOS = (2n ** 63n - 1n) * ONE;
const FAST_DIGITS = 18;
/** Digits before and after the point that can matter: what is above is beyond the cap, what is below is rounded up. */
const MOST_DIGITS = 100;

/** The manifests of an app say the same few amounts over and over. */
const KNOWN = new Map<string, Quantity>();
const MOST_KNOWN = 1000;

/**
 * A Kubernetes resource quantity ("500m", "1.5", "2Gi", "1e3"), held exactly.
 *
 * As in the API server, what is finer than a nano is rounded up (away from zero).
 */
export class Quantity {
  /**
   * Reads a quantity as Kubernetes writes it.
   *
   * @throws if the text is not a quantity.
   */
  public static parse(text: string): Quantity {
    const quantity = Quantity.tryParse(text);
    if (!quantity) {
      throw new UserError(`'${text}' is not a quantity; write a number with an optional suffix, as in 100, 500m, 1.5 or 2Gi`);
    }
    return quantity;
  }

  /** Reads a quantity; undefined where the text is none. */
  public static tryParse(text: string): Quantity | undefined {
    const known = KNOWN.get(text);
    if (known) return known;
    const read = Quantity.read(text);
    if (read && KNOWN.size < MOST_KNOWN) KNOWN.set(text, read);
    return read;
  }

  private static read(text: string): Quantity | undefined {
    const match = PATTERN.exec(text);
    if (!match) return undefined;
    const [, sign, digits, binary, decimal, exponent] = match;
    if (exponent !== undefined && Math.abs(Number(exponent)) > MAX_EXPONENT) return undefined;
    const [whole, fraction] = shortened(digits);
    const unscaled = BigInt(`${whole}${fraction}` || '0');
    const tenExponent = NANO - fraction.length + (exponent !== undefined ? Number(exponent) : DECIMAL_EXPONENTS[decimal ?? '']);
    const multiplied = binary ? unscaled * (1n << BigInt(BINARY_EXPONENTS[binary])) : unscaled;
    const nanos = tenExponent >= 0 ? multiplied * 10n ** BigInt(tenExponent) : ceilDivide(multiplied, 10n ** BigInt(-tenExponent));
    const isExact = !binary && digits.replace(/^0+|\./g, '').length < FAST_DIGITS;
    const capped = nanos > MOST_NANOS && !isExact ? MOST_NANOS : nanos;
    return new Quantity(sign === '-' ? -capped : capped);
  }

  /**
   * The quantity of a JavaScript number.
   *
   * @throws if the number is not finite or finer than a thousandth, the finest step in which the HPA compares metrics.
   */
  public static ofNumber(value: number): Quantity {
    const milli = value * 1000;
    if (!Number.isFinite(value) || Math.abs(milli - Math.round(milli)) > 1e-9 * Math.max(1, Math.abs(milli))) {
      throw new UserError(`${value} is not a quantity; use a finite number in steps of 0.001`);
    }
    if (!Number.isSafeInteger(Math.round(milli))) {
      throw new UserError(`${value} is too large for an exact quantity; write it as a string, as in '10G'`);
    }
    return Quantity.ofMilli(BigInt(Math.round(milli)));
  }

  /** The quantity of a whole number of thousandths. */
  public static ofMilli(milli: bigint): Quantity {
    return new Quantity(milli * 1_000_000n);
  }

  /**
   * A quantity as the API server stores it: in its own notation, with the largest suffix that leaves a whole number, as
   * in '1500m' for '1.5'. Powers of two are left where the number is not whole, as in '2150400m' for '2.1Ki'.
   *
   * @throws if the text is not a quantity.
   */
  public static canonical(text: string): string {
    const quantity = Quantity.parse(text);
    const [, , , binary, , exponent] = PATTERN.exec(text)!;
    const whole = quantity.nanos / ONE;
    const isWhole = whole * ONE === quantity.nanos;
    if (binary !== undefined && isWhole && (whole >= 1024n || whole <= -1024n)) return withLargestSuffix(whole, 1024n, BINARY_SUFFIXES);
    const thousands = withLargestSuffix(quantity.nanos, 1000n, DECIMAL_SUFFIXES);
    if (exponent === undefined) return thousands;
    const suffix = thousands.replace(/^-?\d+/, '');
    return suffix === '' ? thousands : `${thousands.slice(0, -suffix.length)}e${DECIMAL_EXPONENTS[suffix]}`;
  }

  private constructor(private readonly nanos: bigint) {}

  /** Thousandths, rounded up as the API server does; exact up to 2^53. */
  public milliValue(): number {
    return Number(this.milliBigInt());
  }

  /** Thousandths, rounded up as the API server does. */
  public milliBigInt(): bigint {
    return ceilDivide(this.nanos, 1_000_000n);
  }

  /** The value as a JavaScript number, rounded to the nearest double. */
  public toNumber(): number {
    const whole = this.nanos / 1_000_000_000n;
    return Number(whole) + Number(this.nanos % 1_000_000_000n) / 1e9;
  }

  public isPositive(): boolean {
    return this.nanos > 0n;
  }

  public isZero(): boolean {
    return this.nanos === 0n;
  }

  public plus(other: Quantity): Quantity {
    return new Quantity(this.nanos + other.nanos);
  }

  public times(factor: number): Quantity {
    return new Quantity(this.nanos * BigInt(factor));
  }

  /** Negative, zero or positive, as this is less than, equal to or greater than the other. */
  public compare(other: Quantity): number {
    return this.nanos < other.nanos ? -1 : Number(this.nanos > other.nanos);
  }

  /** The canonical decimal form: whole numbers bare, fractions in the coarsest of m, u, n that holds them. */
  public toString(): string {
    for (const [suffix, unit] of [['', 1_000_000_000n], ['m', 1_000_000n], ['u', 1_000n]] as const) {
      if (this.nanos % unit === 0n) return `${this.nanos / unit}${suffix}`;
    }
    return `${this.nanos}n`;
  }
}

function withLargestSuffix(count: bigint, step: bigint, suffixes: readonly string[]): string {
  let [left, size] = [count, 0];
  while (left !== 0n && left % step === 0n && size < suffixes.length - 1) [left, size] = [left / step, size + 1];
  return left === 0n ? '0' : `${left}${suffixes[size]}`;
}

function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  if (dividend % divisor === 0n) return quotient;
  return dividend < 0n ? quotient - 1n : quotient + 1n;
}

/** The digits before and after the point, at most so many that they mean the same. */
function shortened(digits: string): [whole: string, fraction: string] {
  const [whole, fraction = ''] = digits.split('.');
  const short = whole.length > MOST_DIGITS ? whole.replace(/^0+/, '') : whole;
  const rest = fraction.slice(MOST_DIGITS);
  return [
    short.length > MOST_DIGITS ? `1${'0'.repeat(MOST_DIGITS)}` : short,
    rest === '' ? fraction : `${fraction.slice(0, MOST_DIGITS)}${/[1-9]/.test(rest) ? '1' : ''}`,
  ];
}
