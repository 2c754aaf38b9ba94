import { isFields } from '../../values/fields';
import { printable } from '../../values/printable';

/** Quoting style of a string. */
export type Quotes = 'plain' | 'single' | 'double';

/** Block layout of mappings and lists. */
export interface Layout {
  /** Number of blanks by which a mapping is indented. */
  readonly step: number;
  /** True if a list is indented below its key. */
  readonly indentsLists: boolean;
}

/** Strings that every YAML parser of any version reads as strings without quotes. */
const PLAIN = /^[A-Za-z][\w./-]*(?: [\w./-]+)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
const ESCAPED = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Formats a number, a boolean, a string or null. Strings are quoted if a parser could read another type. */
export function scalarText(value: unknown, quotes: Quotes = 'plain'): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  if (quotes === 'plain' && PLAIN.test(value) && !RESERVED.test(value)) return value;
  return quotes === 'double' || printable(value) !== value || value.includes('\ufeff') ? jsonText(value) : `'${value.replaceAll("'", "''")}'`;
}

/** Formats a value as JSON without characters that YAML does not allow. */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(ESCAPED, (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Formats a value on one line in flow style: mappings in braces and lists in brackets. */
export function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (!isFields(value)) return scalarText(value);
  const entries = present(value).map(([key, inner]) => `${scalarText(key)}: ${flowText(inner)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

/** Returns the lines of a mapping or a list that is not empty; otherwise the single line of the value. */
export function blockLines(value: unknown, layout: Layout): string[] {
  if (isEmpty(value)) return [flowText(value)];
  if (Array.isArray(value)) {
    return value.flatMap((item) => {
      const [first, ...rest] = Array.isArray(item) ? [flowText(item)] : blockLines(item, layout);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  return present(value).flatMap(([key, inner]) => entryLines(key, inner, layout));
}

/** Returns the lines of one field. */
export function entryLines(key: string, value: unknown, layout: Layout): string[] {
  const head = `${scalarText(key)}:`;
  if (isEmpty(value)) return [`${head} ${flowText(value)}`];
  const indent = Array.isArray(value) && !layout.indentsLists ? '' : ' '.repeat(layout.step);
  return [head, ...blockLines(value, layout).map((line) => `${indent}${line}`)];
}

/** Returns whether a value fits on the line of its key: a scalar, or an empty mapping or list. */
function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : !isFields(value) || present(value).length === 0;
}

function present(fields: unknown): [string, unknown][] {
  return Object.entries(fields as object).filter(([, value]) => value !== undefined);
}
