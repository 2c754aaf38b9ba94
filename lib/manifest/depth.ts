/**
 * Maximum nesting of a manifest or a scenario. Real ones stay below a hundred levels, and every recursion of this
 * depth fits on the stack.
 */
const MAX_LEVELS = 500;

/** Message for a text whose lists and mappings nest too deeply. */
export const TOO_DEEP = `nested too deeply to be read, more than ${MAX_LEVELS} levels; a manifest has a few dozen at most`;

/** Returns whether lists and mappings nest deeper than any real manifest. */
export function isTooDeep(value: unknown, levels: number = MAX_LEVELS): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}
