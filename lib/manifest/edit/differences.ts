import { isFields } from '../../values/fields';

/** Field path: keys and list positions from the root of a value. */
export type FieldPath = readonly (string | number)[];

/** Change of one field. */
export interface Difference {
  readonly path: FieldPath;
  /** Value before; undefined if the field or the list item is added. */
  readonly before?: unknown;
  /** Value after; undefined if the field or the list item is removed. */
  readonly after?: unknown;
}

/**
 * Returns the changes from one value to another, empty if they are equal.
 *
 * Each path refers to the value after the preceding changes, so the changes are applied in order. A list item that is
 * added or removed shifts the items after it.
 */
export function differences(before: unknown, after: unknown, path: FieldPath = []): Difference[] {
  if (sameValue(before, after)) return [];
  if (isFields(before) && isFields(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])]
      .flatMap((key) => differences(own(before, key), own(after, key), [...path, key]));
  }
  if (Array.isArray(before) && Array.isArray(after)) return listDifferences(before, after, path);
  return [{ path, before, after }];
}

/** Compares two values of plain data, ignoring key order and prototypes. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]));
  if (!isFields(a) || !isFields(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]));
}

function own(fields: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

function listDifferences(before: readonly unknown[], after: readonly unknown[], path: FieldPath): Difference[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameValue(before[head], after[head])) head++;
  let tail = 0;
  while (tail < shorter - head && sameValue(before[before.length - 1 - tail], after[after.length - 1 - tail])) tail++;
  const both = shorter - tail;
  const changed = Array.from({ length: both - head }, (_, i) => head + i)
    .flatMap((i) => differences(before[i], after[i], [...path, i]));
  const removed = Array.from({ length: before.length - tail - both }, (_, i) => before.length - tail - 1 - i)
    .map((i): Difference => ({ path: [...path, i], before: before[i] }));
  const added = Array.from({ length: after.length - tail - both }, (_, i) => both + i)
    .map((i): Difference => ({ path: [...path, i], after: after[i] }));
  return [...changed, ...removed, ...added];
}

/**
 * Returns a copy of the value with one change. Missing mappings on the path are created. At a list position, a change
 * without a value before inserts, and a change without a value after removes.
 *
 * @returns undefined if the path leads through a scalar, or past the end of a list.
 */
export function withDifference(value: unknown, { path, before, after }: Difference): unknown {
  if (path.length === 0) return after;
  const [step, ...rest] = path;
  const isLast = rest.length === 0;
  if (Array.isArray(value)) {
    const adds = isLast && before === undefined;
    if (typeof step !== 'number' || step < 0 || step > value.length - (adds ? 0 : 1)) return undefined;
    const behind = value.slice(adds ? step : step + 1);
    if (isLast) return [...value.slice(0, step), ...(after === undefined ? [] : [after]), ...behind];
    const inner = withDifference(value[step], { path: rest, before, after });
    return inner === undefined ? undefined : [...value.slice(0, step), inner, ...behind];
  }
  if (!isFields(value) && value !== undefined && value !== null) return undefined;
  const fields = value ?? {};
  const key = String(step);
  if (isLast && after === undefined) return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== key));
  const inner = isLast ? after : withDifference(own(fields, key), { path: rest, before, after });
  return inner === undefined ? undefined : { ...fields, [key]: inner };
}
