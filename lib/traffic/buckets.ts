import { UserError } from '../values/user-error';
import { type GapPolicy, plural, secondsText } from './trace';

/** Value of one bucket; NaN if the source marks it as unknown. */
export interface Sample {
  readonly seconds: number;
  readonly value: number;
  /** Line number in the file, or position in a list, counted from 1. */
  readonly line: number;
}

export interface Buckets {
  readonly firstSeconds: number;
  readonly stepSeconds: number;
  readonly values: Float64Array;
  readonly remarks: readonly string[];
}

/** Maximum number of buckets; a longer span indicates a wrong unit. A year in steps of a second has 31 million. */
const MAX_BUCKETS = 40_000_000;

/**
 * Sorts samples into buckets of equal length. Unordered rows are sorted and gaps are filled, both with a remark; other
 * invalid input is rejected.
 *
 * @param unit name of a row of the source: 'line' of a file, 'sample' of a series.
 * @throws UserError if buckets overlap, are duplicated, or if a gap must not be filled.
 */
export function toBuckets(samples: readonly Sample[], name: string, options: { gaps?: GapPolicy | 'keep'; stepSeconds?: number; unit?: string }): Buckets {
  const unit = options.unit ?? 'line';
  if (samples.length === 0) throw new UserError(`${name} contains no traffic; add at least two rows`);
  const remarks: string[] = [];
  const sorted = sort(samples, name, unit, remarks);
  const step = options.stepSeconds ?? usualDistance(sorted, name);
  const first = sorted[0].seconds;
  const length = Math.round((sorted[sorted.length - 1].seconds - first) / step) + 1;
  if (length > MAX_BUCKETS) {
    throw new UserError(`${name}: ${length} buckets of ${secondsText(step)} lie between the first and the last row, more than ${MAX_BUCKETS}; check the unit of the times, or set traffic.step in a scenario`);
  }
  const gaps = options.gaps ?? 'interpolate';
  if (gaps !== 'zero' && gaps !== 'keep' && (length - sorted.length) * 2 > length) {
    throw new UserError(`${name}: ${sorted.length} rows for ${length} buckets of ${secondsText(step)} are too few to fill the gaps; `
      + 'in a scenario, set traffic.gaps to zero if nothing arrived then, or traffic.step to the true length of a bucket');
  }
  const values = new Float64Array(length).fill(NaN);
  let previous = { position: -1, line: 0 };
  for (const { seconds, value, line } of sorted) {
    const position = Math.round((seconds - first) / step);
    if (Math.abs(first + position * step - seconds) > step * 1e-3) {
      throw new UserError(`${name}: ${unit} ${line} is for ${instantText(seconds)}, between two buckets of ${secondsText(step)} counted from ${instantText(first)}; use buckets of equal length, or set traffic.step in a scenario`);
    }
    if (position === previous.position) {
      throw new UserError(`${name}: ${unit}s ${previous.line} and ${line} are both for ${instantText(seconds)}; give every bucket once, or set timezone if the clocks went back`);
    }
    values[position] = value;
    previous = { position, line };
  }
  fill(values, gaps, { name, step, first }, remarks);
  return { firstSeconds: first, stepSeconds: step, values, remarks };
}

function sort(samples: readonly Sample[], name: string, unit: string, remarks: string[]): readonly Sample[] {
  const unsorted = samples.filter((sample, i) => i > 0 && sample.seconds < samples[i - 1].seconds);
  if (unsorted.length === 0) return samples;
  remarks.push(`${name}: ${plural(unsorted.length, 'row')} out of order (the first at ${unit} ${unsorted[0].line}) ${unsorted.length === 1 ? 'was' : 'were'} sorted by time.`);
  return [...samples].sort((a, b) => a.seconds - b.seconds || a.line - b.line);
}

/** Returns the most frequent distance of neighbors; the shorter one of two. */
function usualDistance(sorted: readonly Sample[], name: string): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < sorted.length; i++) {
    const distance = Number((sorted[i].seconds - sorted[i - 1].seconds).toFixed(6));
    if (distance > 0) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  }
  if (counts.size === 0) throw new UserError(`${name} has ${sorted.length === 1 ? 'a single row' : 'rows of a single time'}, so that the length of a bucket is unknown; add rows, or set traffic.step in a scenario`);
  let usual = NaN;
  let most = 0;
  for (const [distance, count] of counts) {
    if (count > most || (count === most && distance < usual)) [usual, most] = [distance, count];
  }
  return usual;
}

/** Formats a time as the source may have written it: Unix time as a date. */
function instantText(seconds: number): string {
  return seconds < 1e8 ? `second ${seconds}` : new Date(seconds * 1000).toISOString();
}

function fill(values: Float64Array, gaps: GapPolicy | 'keep', at: { name: string; step: number; first: number }, remarks: string[]): void {
  let missing = 0;
  let firstMissing = -1;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    missing++;
    if (firstMissing < 0) firstMissing = i;
  }
  if (missing === 0 || gaps === 'keep') return;
  const what = `${missing} of ${values.length} buckets of ${secondsText(at.step)} are missing, the first at ${instantText(at.first + firstMissing * at.step)}`;
  if (gaps === 'error') throw new UserError(`${at.name}: ${what}; complete the data, or set traffic.gaps of the scenario to interpolate, hold or zero`);
  if (missing === values.length) throw new UserError(`${at.name} has a number in none of its ${values.length} buckets; use data with values`);
  const how = { interpolate: 'filled by a straight line between their neighbours', hold: 'filled with the value before', zero: 'taken to be empty' }[gaps];
  remarks.push(`${at.name}: ${what}; they were ${how}.`);
  for (let i = firstMissing; i < values.length; i++) {
    if (!Number.isNaN(values[i])) continue;
    let next = i;
    while (next < values.length && Number.isNaN(values[next])) next++;
    const before = i > 0 ? values[i - 1] : values[next];
    const after = next < values.length ? values[next] : before;
    for (let k = i; k < next; k++) {
      values[k] = gaps === 'zero' ? 0 : gaps === 'hold' ? before : before + ((after - before) * (k - i + 1)) / (next - i + 1);
    }
  }
}
