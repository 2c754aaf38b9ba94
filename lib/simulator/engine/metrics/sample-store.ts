import { type Labels, matchesAll, type Matcher, METRIC_NAME, type Series, type SeriesSource } from '../../../promql';

interface Ring {
  readonly labels: Labels;
  times: number[];
  values: Array<number | undefined>;
}

const FEWEST_TO_TRIM = 64;

/** The samples that queries can still reach, by series. What is older is forgotten, and so are series that ended. */
export class SampleStore implements SeriesSource {
  private readonly byName = new Map<string, Map<string, Ring>>();

  /** Matches of each series by selector, whose matchers stay the same from one evaluation to the next. */
  private readonly decided = new WeakMap<readonly Matcher[], WeakMap<Ring, boolean>>();

  public constructor(private readonly keptSeconds: number) {}

  /**
   * Appends a sample; undefined ends the series.
   *
   * @param key tells the series of one name apart.
   */
  public append(name: string, key: string, labels: () => Labels, time: number, value: number | undefined): void {
    const series = this.byName.get(name) ?? new Map<string, Ring>();
    this.byName.set(name, series);
    let ring = series.get(key);
    if (!ring) series.set(key, ring = { labels: labels(), times: [], values: [] });
    ring.times.push(time);
    ring.values.push(value);
    this.trim(ring, time);
  }

  /** Ends the series with a key, and drops those whose last sample no query can reach. */
  public end(keys: ReadonlySet<string>, time: number): void {
    for (const series of this.byName.values()) {
      for (const [key, ring] of series) {
        const last = ring.values.length - 1;
        if (ring.times[last] < time - this.keptSeconds) series.delete(key);
        else if (keys.has(key) && ring.values[last] !== undefined) {
          ring.times.push(time);
          ring.values.push(undefined);
        }
      }
    }
  }

  public select(matchers: readonly Matcher[]): Iterable<Series> {
    const name = matchers.find(({ label, operator }) => label === METRIC_NAME && operator === '=')?.value;
    const named = name === undefined ? [...this.byName.values()].flatMap((series) => [...series.values()]) : [...this.byName.get(name)?.values() ?? []];
    const decided = this.decided.get(matchers) ?? new WeakMap<Ring, boolean>();
    this.decided.set(matchers, decided);
    return named.filter((ring) => {
      let fits = decided.get(ring);
      if (fits === undefined) decided.set(ring, fits = matchesAll(ring.labels, matchers));
      return fits;
    });
  }

  private trim(ring: Ring, now: number): void {
    const { times } = ring;
    const half = times.length >> 1;
    if (times.length < FEWEST_TO_TRIM || times[half] >= now - this.keptSeconds) return;
    ring.times = times.slice(half);
    ring.values = ring.values.slice(half);
  }
}
