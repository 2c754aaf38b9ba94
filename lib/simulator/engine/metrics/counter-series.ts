/** The samples of one counter that a rate() can still reach: a ring of times and values. */
export class CounterSeries {
  private readonly times: Float64Array;
  private readonly values: Float64Array;
  private size = 0;
  private end = 0;
  /** The last answer, which holds for its time and window until the next sample: pods alike share a series. */
  private readonly last = { now: NaN, window: NaN, rate: undefined as number | undefined };

  /** @param samples how many a window can hold. */
  public constructor(samples: number) {
    this.times = new Float64Array(samples);
    this.values = new Float64Array(samples);
  }

  public get lastTime(): number {
    return this.size === 0 ? -Infinity : this.times[this.placeOf(1)];
  }

  public push(time: number, value: number): void {
    this.times[this.end] = time;
    this.values[this.end] = value;
    this.end = this.end + 1 === this.times.length ? 0 : this.end + 1;
    this.size = Math.min(this.size + 1, this.times.length);
    this.last.now = NaN;
  }

  /** A series of its own with the same samples. */
  public copy(): CounterSeries {
    const copy = new CounterSeries(this.times.length);
    copy.times.set(this.times);
    copy.values.set(this.values);
    copy.size = this.size;
    copy.end = this.end;
    return copy;
  }

  /** Name of all samples, which series of equal samples share. */
  public get name(): string {
    return `${this.size} ${this.end} ${this.times.join(' ')} ${this.values.join(' ')}`;
  }

  /**
   * Prometheus' rate(): the increase between the first and last sample in the window, extrapolated to its ends, per
   * second. Undefined with fewer than two samples. Source: extrapolatedRate in promql/functions.go.
   */
  public rate(now: number, window: number): number | undefined {
    const { last } = this;
    if (last.now === now && last.window === window) return last.rate;
    last.now = now;
    last.window = window;
    return last.rate = this.extrapolated(now, window);
  }

  private extrapolated(now: number, window: number): number | undefined {
    const { times, values } = this;
    let first = this.size;
    for (let age = this.size; age >= 1; age--) {
      if (times[this.placeOf(age)] < now - window) continue;
      first = age;
      break;
    }
    const start = this.placeOf(first);
    const last = this.placeOf(1);
    if (first < 2 || times[start] < now - window) return undefined;
    const increase = values[last] - values[start];
    const sampled = times[last] - times[start];
    const spacing = sampled / (first - 1);
    let before = times[start] - (now - window);
    if (before >= 1.1 * spacing) before = spacing / 2;
    if (increase > 0) before = Math.min(before, sampled * values[start] / increase);
    const after = now - times[last] >= 1.1 * spacing ? spacing / 2 : now - times[last];
    return increase * (sampled + before + after) / sampled / window;
  }

  /** Place of a sample in the ring: 1 is the last one. */
  private placeOf(age: number): number {
    return this.end >= age ? this.end - age : this.end - age + this.times.length;
  }
}
