/** One thing that came out otherwise than expected. */
export interface Difference {
  readonly what: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** Compares as JSON does, but tells large whole numbers apart and treats an absent field like one that is undefined. */
export function difference(what: string, expected: unknown, actual: unknown): Difference[] {
  return equal(expected, actual) ? [] : [{ what, expected, actual }];
}

/** Compares only the fields that are expected. */
export function differences(where: string, expected: Record<string, unknown>, actual: Record<string, unknown>): Difference[] {
  return Object.keys(expected).flatMap((field) => difference(`${where}${field}`, expected[field], actual[field]));
}

export function textOf(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? String(item) : item)) ?? 'nothing';
}

function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (isWhole(a) && isWhole(b)) return BigInt(a) === BigInt(b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) => equal(left[key], right[key]));
}

function isWhole(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}
