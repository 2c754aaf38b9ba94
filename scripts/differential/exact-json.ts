/** JSON in which a bigint is a number with all its digits: what `parseExactly` reads. */
export function exactJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `bigint:${item}` : item)).replace(/"bigint:(-?\d+)"/g, '$1');
}
