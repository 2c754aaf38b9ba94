import { UserError } from '../values/user-error';

const UNIT_SECONDS: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_536_000 };
/** Units may be left out but neither repeated nor turned round. */
const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNITS = ['y', 'w', 'd', 'h', 'm', 's', 'ms'];

/** Seconds of a duration, as in '5m' or '23h45m'; undefined where the text is none. */
export function durationSeconds(text: string): number | undefined {
  const match = text === '' ? null : DURATION.exec(text);
  if (!match) return undefined;
  const milliseconds = UNITS.reduce((sum, unit, i) => sum + Number(match[i + 1] ?? 0) * Math.round(UNIT_SECONDS[unit] * 1000), 0);
  return milliseconds / 1000;
}

/** A number as PromQL writes it; undefined where the text is none. */
export function numberOf(text: string): number | undefined {
  const [, sign, digits] = /^([+-]?)(.*)$/s.exec(text)!;
  const factor = sign === '-' ? -1 : 1;
  if (/^inf$/i.test(digits)) return factor * Infinity;
  if (/^nan$/i.test(digits)) return NaN;
  return /^(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)$/.test(digits) ? factor * Number(digits) : undefined;
}

const ESCAPED: Readonly<Record<string, string>> = {
  a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\', '"': '"', '\'': '\'',
};
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|(.))/gs;

/**
 * The text of a quoted string: double or single quotes with the escapes of Go, or back-ticks with none.
 *
 * @throws UserError for an escape that Go does not know.
 */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal.startsWith('`')) return inner;
  return inner.replace(ESCAPE, (escape, hex, short, long, octal, simple) => {
    const code = hex ?? short ?? long;
    if (code !== undefined) return String.fromCodePoint(parseInt(code, 16));
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8));
    if (!Object.hasOwn(ESCAPED, simple)) throw new UserError(`${literal} holds ${escape}, which is not an escape sequence; write a backslash as \\\\`);
    return ESCAPED[simple];
  });
}
