import { Quantity } from '../values/quantity';

/** Duration in seconds, or as text such as 250ms, 45s, 1h30m, 7d. */
export type DurationValue = number | string;
/** Number, or a quantity such as 250m or 2Gi. */
export type QuantityValue = number | string;

const SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h|d))+$/;

/** Parses a duration to seconds; undefined for invalid text. */
export function tryParseDuration(value: DurationValue): number | undefined {
  if (typeof value === 'number') return value;
  if (!DURATION.test(value)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)) seconds += Number(amount) * SECONDS[unit];
  return Number(seconds.toPrecision(15));
}

/** Returns the seconds of a duration that passed the schema. */
export function toSeconds(value: DurationValue): number {
  return tryParseDuration(value) ?? NaN;
}

/** Returns the integer millicores of a CPU quantity in cores, rounded up as in the API server. */
export function toMilliCores(value: QuantityValue): number {
  return Quantity.parse(plain(value)).milliValue();
}

/** Returns the integer bytes of a memory quantity. */
export function toBytes(value: QuantityValue): number {
  return Math.ceil(Quantity.parse(plain(value)).toNumber());
}

/** Formats a number as a quantity that the parser accepts: without an exponent. */
function plain(value: QuantityValue): string {
  return typeof value === 'number' ? value.toFixed(9).replace(/\.?0+$/, '') : value;
}

/** Formats a duration for sentences: '45 s', '1 h 30 min', '250 ms'. */
export function durationText(seconds: number): string {
  if (seconds < 1 && seconds > 0) return `${Number((seconds * 1000).toPrecision(3))} ms`;
  if (seconds < 120) return `${Number(seconds.toPrecision(3))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
}
