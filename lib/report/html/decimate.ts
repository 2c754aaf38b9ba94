/** Columns of equal length with common timestamps. */
export type Columns = Readonly<Record<string, ArrayLike<number>>>;

export interface Decimated {
  /** Seconds from the start of the run. */
  readonly seconds: number[];
  /** Values per column; null without a value. */
  readonly columns: Readonly<Record<string, Array<number | null>>>;
  /** Seconds per two points; undefined if the series has all of its points. */
  readonly bucketSeconds?: number;
}

const DIGITS = 4;

/**
 * Downsamples series to at most `most` points and keeps the peaks. In each bucket every column keeps its lowest and its
 * highest value, in chronological order, at two timestamps common to all columns.
 */
export function decimate(columns: Columns, stepSeconds: number, most: number): Decimated {
  const names = Object.keys(columns);
  const { length } = columns[names[0]];
  if (length <= most) {
    return {
      seconds: Array.from({ length }, (_, i) => i * stepSeconds),
      columns: Object.fromEntries(names.map((name) => [name, Array.from(columns[name], rounded)])),
    };
  }
  const buckets = Math.floor(most / 2);
  const seconds: number[] = [];
  const thinned: Record<string, Array<number | null>> = Object.fromEntries(names.map((name) => [name, []]));
  for (let bucket = 0; bucket < buckets; bucket++) {
    const from = Math.floor(bucket * length / buckets);
    const until = Math.floor((bucket + 1) * length / buckets);
    seconds.push(from * stepSeconds, (from + until) / 2 * stepSeconds);
    for (const name of names) thinned[name].push(...extremes(columns[name], from, until));
  }
  return { seconds, columns: thinned, bucketSeconds: length / buckets * stepSeconds };
}

function extremes(values: ArrayLike<number>, from: number, until: number): [number | null, number | null] {
  let lowest = -1;
  let highest = -1;
  for (let i = from; i < until; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (lowest < 0 || values[i] < values[lowest]) lowest = i;
    if (highest < 0 || values[i] > values[highest]) highest = i;
  }
  if (lowest < 0) return [null, null];
  const [first, second] = lowest < highest ? [lowest, highest] : [highest, lowest];
  return [rounded(values[first]), rounded(values[second])];
}

function rounded(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : null;
}
