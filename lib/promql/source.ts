import { METRIC_NAME, type Labels, signatureOf } from './labels';
import { matchesAll, type Matcher } from './matcher';
import { type Element, type Window } from './value';

/**
 * The samples of one series: ascending seconds, and a value for each; undefined says that the series ended there (a
 * stale marker).
 */
export interface Series {
  /** Labels of the series. */
  readonly labels: Labels;
  /** Times of the samples in seconds, ascending. */
  readonly times: ArrayLike<number>;
  /** Values of the samples; undefined marks the end of the series. */
  readonly values: ArrayLike<number | undefined>;
}

/** Storage in which an expression finds the series that match. */
export interface SeriesSource {
  /** Returns the series that match. */
  select(matchers: readonly Matcher[]): Iterable<Series>;
}

/** Rules for reading series, which differ between major versions of Prometheus. */
export interface QueryContext {
  /** Prometheus 3 leaves a sample out that is exactly as old as a window is long; Prometheus 2 takes it in. */
  readonly prometheus: 2 | 3;
  /** Seconds after which a series without a new sample is gone. */
  readonly lookbackSeconds: number;
}

/** The newest sample of each series that matches, with its own time. */
export function selectInstant(
  source: SeriesSource, matchers: readonly Matcher[], time: number, context: QueryContext,
): Array<Element & { readonly time: number }> {
  const found: Array<Element & { readonly time: number }> = [];
  for (const { labels, times, values } of source.select(matchers)) {
    const i = after(times, time) - 1;
    const value = i < 0 ? undefined : values[i];
    if (value === undefined || !isInside(times[i], time - context.lookbackSeconds, context)) continue;
    found.push({ labels, value, time: times[i] });
  }
  return found;
}

/** The samples of each series that matches from one time to another. */
export function selectRange(
  source: SeriesSource, matchers: readonly Matcher[], { start, end }: { start: number; end: number }, context: QueryContext,
): Window[] {
  const found: Window[] = [];
  for (const { labels, times, values } of source.select(matchers)) {
    const window = { labels, times: [] as number[], values: [] as number[], start, end };
    const last = after(times, end);
    for (let i = context.prometheus === 3 ? after(times, start) : from(times, start); i < last; i++) {
      const value = values[i];
      if (value === undefined) continue;
      window.times.push(times[i]);
      window.values.push(value);
    }
    if (window.times.length > 0) found.push(window);
  }
  return found;
}

function isInside(time: number, start: number, { prometheus }: QueryContext): boolean {
  return prometheus === 3 ? time > start : time >= start;
}

/** The position of the first time that is later. */
function after(times: ArrayLike<number>, time: number): number {
  return search(times, (each) => each > time);
}

function from(times: ArrayLike<number>, time: number): number {
  return search(times, (each) => each >= time);
}

function search(times: ArrayLike<number>, holds: (time: number) => boolean): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(times[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

interface GrowingSeries extends Series {
  readonly times: number[];
  readonly values: Array<number | undefined>;
}

/** Series in memory, found by their name. */
export class MemorySource implements SeriesSource {
  private readonly bySignature = new Map<string, GrowingSeries>();
  private readonly byName = new Map<string, GrowingSeries[]>();

  /** Appends a sample, which must be later than the series' last; undefined ends the series. */
  public append(labels: Labels, time: number, value: number | undefined): void {
    const series = this.seriesOf(labels);
    if (series.times.length > 0 && series.times[series.times.length - 1] >= time) {
      throw new Error(`a sample of ${labels.get(METRIC_NAME)} for second ${time} comes after one for second ${series.times[series.times.length - 1]}`);
    }
    series.times.push(time);
    series.values.push(value);
  }

  public select(matchers: readonly Matcher[]): Series[] {
    const name = matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value;
    const candidates = name === undefined ? [...this.bySignature.values()] : this.byName.get(name) ?? [];
    return candidates.filter(({ labels }) => matchesAll(labels, matchers));
  }

  private seriesOf(labels: Labels): GrowingSeries {
    const signature = signatureOf(labels);
    let series = this.bySignature.get(signature);
    if (series) return series;
    series = { labels, times: [], values: [] };
    this.bySignature.set(signature, series);
    const name = labels.get(METRIC_NAME) ?? '';
    const namesakes = this.byName.get(name) ?? [];
    this.byName.set(name, namesakes);
    namesakes.push(series);
    return series;
  }
}
