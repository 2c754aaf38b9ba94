/** Instant as recordings write it: ISO 8601 in UTC, without a fraction where the second is whole. */
export function instantOf(epochSeconds: number): string {
  return new Date(Math.round(epochSeconds * 1000)).toISOString().replace('.000Z', 'Z');
}
