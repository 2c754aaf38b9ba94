/** A plain object of unknown fields. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns whether a value is a plain object, neither null nor a list. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value at a path of keys and list positions; undefined where any step of it is missing. */
export function valueAt(value: unknown, ...path: readonly (string | number)[]): unknown {
  return walk(value, path);
}

function walk(value: unknown, path: readonly (string | number)[]): unknown {
  let here = value;
  for (const step of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    const next: unknown = (here as Record<string | number, unknown>)[step];
    if (mayBeInherited(next, step) && !Object.hasOwn(here, step)) return undefined;
    here = next;
  }
  return here;
}

/**
 * True for what plain data inherits: functions and its prototype. Reading a value takes a fraction of the time of
 * asking an object whether it has the key.
 */
function mayBeInherited(value: unknown, key: string | number): boolean {
  return typeof value === 'function' || key === '__proto__';
}

/** The object at a path; undefined where there is none or something else. */
export function fieldsAt(value: unknown, ...path: readonly (string | number)[]): Fields | undefined {
  const found = walk(value, path);
  return isFields(found) ? found : undefined;
}

/** The list at a path; empty where there is none or something else. */
export function listAt(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const found = walk(value, path);
  return Array.isArray(found) ? found : [];
}

/** The objects in the list at a path; whatever else the list holds is left out. */
export function fieldsListAt(value: unknown, ...path: readonly (string | number)[]): readonly Fields[] {
  return listAt(value, ...path).filter(isFields);
}

/** The text at a path; undefined where there is none or something else. */
export function textAt(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const found = walk(value, path);
  return typeof found === 'string' ? found : undefined;
}

/** The number at a path; undefined where there is none or something else. */
export function numberAt(value: unknown, ...path: readonly (string | number)[]): number | undefined {
  const found = walk(value, path);
  return typeof found === 'number' ? found : undefined;
}
