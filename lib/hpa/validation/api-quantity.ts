const FORM = /^[+-]?(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/;
const SUFFIX = /^(?:[numkMGTPE]|[KMGTPE]i|[eE][-+]?\d+)?$/;

/**
 * Returns the API server's error for an invalid quantity; undefined if it is valid. The decoder is less strict than its
 * documentation: 'm' is zero.
 */
export function quantityFault(text: string): string | undefined {
  const trimmed = text.trim();
  const match = trimmed === '' ? null : FORM.exec(trimmed);
  if (!match) return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
  return SUFFIX.test(match[3]) ? undefined : "unable to parse quantity's suffix";
}

/** Returns the sign of a quantity: -1, 0 or 1. Small quantities are not rounded to zero. */
export function quantitySign(text: string): number {
  const match = FORM.exec(text.trim());
  if (!match || !/[1-9]/.test(`${match[1]}${match[2] ?? ''}`)) return 0;
  return text.trim().startsWith('-') ? -1 : 1;
}
