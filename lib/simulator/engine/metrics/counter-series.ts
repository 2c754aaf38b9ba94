/** The samples of one counter that a rate() can still reach: a ring of times and values. */
export class CounterSeries {
  private readonly times: Float64Array;
  private readonly values: Float64Array;
  private size = 0;
  private end = 0;

  /** @param samples how many a window can hold. */
  public constructor(samples: number) {
    this.times = new Float64Array(samples);
    this.values = new Float64Array(samples);
  }

  public get lastTime(): number {
    return this.size === 0 ? -Infinity : this.times[(this.end + this.times.length - 1) % this.times.length];
  }

  public push(time: number, value: number): void {
    this.times[this.end] = time;
    this.values[this.end] = value;
    this.end = (this.end + 1) % this.times.length;
    this.size = Math.min(this.size + 1, this.times.length);
  }

  /**
   * Prometheus' rate(): the increase between the first and last sample in the window, extrapolated to its ends, per
   * second. Undefined with fewer than two samples. Source: extrapolatedRate in promql/functions.go.
   */
  public rate(now: number, window: number): number | undefined {
    const { times, values } = this;
    const { length } = times;
    let first = this.size;
    for (let age = this.size; age >= 1; age--) {
      if (times[(this.end + length - age) % length] < now - window) continue;
      first = age;
      break;
    }
    const start = (this.end + length - first) % length;
    const last = (this.end + length - 1) % length;
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
}
