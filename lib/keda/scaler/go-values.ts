/** Parsers with the semantics of Go's standard library. Each function returns undefined for input that Go refuses. */

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** Parses as strconv.ParseBool. */
export function goBool(text: string): boolean | undefined {
  return TRUE.includes(text) ? true : FALSE.includes(text) ? false : undefined;
}

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const JSON_INTEGER = /^-?(?:0|[1-9]\d*)$/;

const LIMITS = {
  int: [-(2n ** 63n), 2n ** 63n - 1n], int64: [-(2n ** 63n), 2n ** 63n - 1n], int32: [-(2n ** 31n), 2n ** 31n - 1n], uint32: [0n, 2n ** 32n - 1n],
} as const;

/** Parses a number as encoding/json does into a number of this type. */
export function jsonNumber(text: string, type: 'float64' | keyof typeof LIMITS): number | undefined {
  if (type === 'float64') {
    const value = Number(text);
    return JSON_NUMBER.test(text) && Number.isFinite(value) ? value : undefined;
  }
  if (!JSON_INTEGER.test(text)) return undefined;
  const [least, most] = LIMITS[type];
  const value = BigInt(text);
  return value >= least && value <= most ? Number(value) : undefined;
}

/** Parses as strconv.ParseInt in base 10. */
export function goInteger(text: string, bits: 32 | 64): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const value = BigInt(text.replace(/^\+/, ''));
  const limit = 2n ** BigInt(bits - 1);
  return value >= -limit && value < limit ? Number(value) : undefined;
}

/** Parses as strconv.ParseFloat. */
export function goFloat(literal: string): number | undefined {
  const text = withoutSeparators(literal);
  if (text === undefined) return undefined;
  if (/^[+-]?(?:inf|infinity)$/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  if (/^[+-]?0[xX]/.test(text)) {
    const parts = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/.exec(text);
    if (!parts || parts[2] + parts[3] === '') return undefined;
    return (parts[1] === '-' ? -1 : 1) * parseInt(parts[2] + parts[3], 16) * 2 ** (Number(parts[4]) - 4 * parts[3].length);
  }
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Removes underscores, which separate digits and can follow 0x. */
function withoutSeparators(text: string): string | undefined {
  const isMisplaced = /^[+-]?0[xX]/.test(text) ? /(?<![\da-fA-FxX])_|_(?![\da-fA-F])/ : /(?<!\d)_|_(?!\d)/;
  return isMisplaced.test(text) ? undefined : text.replaceAll('_', '');
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, 'µs': 1e-6, 'μs': 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** Parses as time.ParseDuration, in seconds. */
export function goDuration(text: string): number | undefined {
  const signed = /^[+-]?/.exec(text)![0];
  const rest = text.slice(signed.length);
  if (rest === '0') return 0;
  if (!/^(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  let seconds = 0;
  for (const [, amount, unit] of rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)) seconds += Number(amount) * UNITS[unit];
  if (seconds >= 9223372036.854775807) return undefined;
  return signed === '-' ? -seconds : seconds;
}

/**
 * Parses the duration of a setting: as time.ParseDuration, or a number of milliseconds; not below 0. Returns seconds.
 */
export function kedaDuration(text: string): number | undefined {
  const seconds = goDuration(text) ?? divided(goInteger(text, 64));
  return seconds === undefined || seconds < 0 ? undefined : seconds;
}

function divided(milliseconds: number | undefined): number | undefined {
  return milliseconds === undefined ? undefined : milliseconds / 1000;
}

/** Returns whether Go's url.ParseQuery accepts a text. */
export function isGoQuery(text: string): boolean {
  return !text.includes(';') && hasGoodEscapes(text);
}

function hasGoodEscapes(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

/** Parts of a URL that the validations need. */
export interface GoUrl {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
}

/** Parses as url.Parse, or as url.ParseRequestURI on request. */
export function goUrl(text: string, request = false): GoUrl | undefined {

  if (/[\u0000-\u001f\u007f]/.test(text) || (text === '' && request)) return undefined;
  if (text === '*') return { scheme: '', host: '', path: '*' };
  let rest = request ? text : text.split('#')[0];
  if (!request && text.includes('#') && !hasGoodEscapes(text.slice(text.indexOf('#') + 1))) return undefined;
  if (rest.startsWith(':')) return undefined;
  const found = /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(rest);
  const scheme = found ? found[1].toLowerCase() : '';
  if (found) rest = rest.slice(found[0].length);
  rest = rest.split('?')[0];
  if (!rest.startsWith('/')) {
    if (scheme !== '') return request ? undefined : { scheme, host: '', path: '' };
    if (request) return undefined;
    if (rest.split('/')[0].includes(':')) return undefined;
  }
  let host = '';
  if ((scheme !== '' || (!request && !rest.startsWith('///'))) && rest.startsWith('//')) {
    const end = rest.indexOf('/', 2);
    const authority = end < 0 ? rest.slice(2) : rest.slice(2, end);
    rest = end < 0 ? '' : rest.slice(end);
    const at = authority.lastIndexOf('@');
    host = authority.slice(at + 1);
    if (at >= 0 && !(/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at)) && hasGoodEscapes(authority.slice(0, at)))) return undefined;
    if (!isGoHost(host)) return undefined;
  }
  return hasGoodEscapes(rest) ? { scheme, host, path: rest } : undefined;
}

function isGoHost(host: string): boolean {
  if (host.startsWith('[')) return /^\[[0-9a-fA-F:.%a-zA-Z0-9]+\](?::\d*)?$/.test(host);
  const colon = host.lastIndexOf(':');
  if (colon >= 0 && !/^\d*$/.test(host.slice(colon + 1))) return false;
  // only escapes of bytes beyond ASCII are allowed
  return /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:<>"\u0080-\uffff]|%[89a-fA-F][0-9a-fA-F])*$/.test(host) && !host.slice(0, colon < 0 ? undefined : colon).includes('[');
}

/**
 * Returns whether Go's regexp.Compile accepts a text, approximated by JavaScript's syntax: RE2 has neither
 * look-around nor back-references.
 */
export function isGoRegexp(text: string): boolean {
  if (/\(\?(?:<?[=!])|\\[1-9]/.test(text)) return false;
  try {
    new RegExp(text.replace(/\(\?P</g, '(?<'), 'u');
    return true;
  } catch {
    return false;
  }
}
