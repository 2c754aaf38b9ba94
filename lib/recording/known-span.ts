/** Positions of the first known value and of the one after the last; 0 and 0 where nothing is known. */
export function knownSpan(values: Float64Array): [first: number, end: number] {
  const first = values.findIndex((value) => !Number.isNaN(value));
  let end = values.length;
  while (end > first && Number.isNaN(values[end - 1])) end--;
  return [Math.max(0, first), end];
}
