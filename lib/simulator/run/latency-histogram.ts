/** Sub-buckets per power of two: the maximum relative error is 1/128, half a bucket. */
const SUB_BUCKET_BITS = 6;
const SHIFT = 20 - SUB_BUCKET_BITS;
/**
 * Exponents from 2^-20 s (a microsecond) to 2^20 s (twelve days). The outermost buckets count values outside this
 * range.
 */
const LOWEST_EXPONENT = -20;
const OCTAVES = 40;
const BUCKETS = (OCTAVES << SUB_BUCKET_BITS) + 1;
const OFFSET = (1023 + LOWEST_EXPONENT) << SUB_BUCKET_BITS;

const { max, min } = Math;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
const HIGH = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1 ? 1 : 0;

/**
 * Histogram of durations with logarithmic buckets: quantiles within 0.8 % of the value, exact mean, minimum and
 * maximum, constant memory. Reads visit only the buckets between the smallest and the largest duration.
 */
export class LatencyHistogram {
  protected readonly counts = new Uint32Array(BUCKETS);
  private total = 0;
  private sum = 0;
  private smallest = Infinity;
  private largest = -Infinity;

  /** Records one latency, or several equal ones. @param seconds zero or more. */
  public record(seconds: number, count = 1): void {
    this.tally(seconds, count);
  }

  /** Number of recorded durations. */
  public get count(): number {
    return this.total;
  }

  /** Mean in seconds; NaN when empty, as for the other figures. */
  public get mean(): number {
    return this.sum / this.total;
  }

  /** Lowest latency in seconds; NaN when empty. */
  public get min(): number {
    return this.total === 0 ? NaN : this.smallest;
  }

  /** Highest latency in seconds; NaN when empty. */
  public get max(): number {
    return this.total === 0 ? NaN : this.largest;
  }

  /** Returns the quantile `p` (0.99) of the recorded durations. */
  public quantile(p: number): number {
    const found = new Float64Array(1);
    this.writeQuantiles([p], [found], 0);
    return found[0];
  }

  /**
   * Writes several quantiles, in ascending order of share, to one index of a column each. It scans from the top down,
   * because durations spread most below their median.
   */
  public writeQuantiles(shares: readonly number[], columns: ReadonlyArray<Float32Array | Float64Array>, index: number): void {
    const { counts, total, smallest, largest } = this;
    let bucket = total === 0 ? 0 : bucketOf(largest);
    const first = total === 0 ? 0 : bucketOf(smallest);
    let below = total - counts[bucket];
    for (let share = shares.length - 1; share >= 0; share--) {
      const rank = shares[share] * total;
      while (below >= rank && bucket > first) below -= counts[--bucket];
      columns[share][index] = total === 0 ? NaN : min(largest, max(smallest, middleOf(bucket)));
    }
  }

  /** Returns the share of recorded durations of at most `seconds`, interpolated between two bucket bounds. */
  public shareWithin(seconds: number): number {
    if (this.total === 0) return NaN;
    if (seconds >= this.largest) return 1;
    if (seconds < this.smallest) return 0;
    const last = bucketOf(seconds);
    let seen = 0;
    for (let bucket = 0; bucket < last; bucket++) seen += this.counts[bucket];
    const from = boundOf(last);
    return (seen + this.counts[last] * (seconds - from) / (boundOf(last + 1) - from)) / this.total;
  }

  /** Adds the counts of another histogram. */
  public add(other: LatencyHistogram): void {
    if (other.total === 0) return;
    other.addCountsTo(this.counts);
    this.total += other.total;
    this.sum += other.sum;
    this.smallest = min(this.smallest, other.smallest);
    this.largest = max(this.largest, other.largest);
  }

  /** Adds `count` durations with the distribution of another histogram. */
  public addScaled(other: LatencyHistogram, count: number): void {
    if (count <= 0 || other.total === 0) return;
    const { counts } = this;
    const scale = count / other.total;
    const last = bucketOf(other.largest);
    let seen = 0;
    let added = 0;
    for (let bucket = bucketOf(other.smallest); bucket <= last; bucket++) {
      seen += other.counts[bucket];
      const due = Math.round(seen * scale);
      counts[bucket] += due - added;
      added = due;
    }
    this.total += count;
    this.sum += other.sum * scale;
    this.smallest = min(this.smallest, other.smallest);
    this.largest = max(this.largest, other.largest);
  }

  /** Removes all counts. */
  public clear(): void {
    if (this.total > 0) this.clearCounts();
    this.total = 0;
    this.sum = 0;
    this.smallest = Infinity;
    this.largest = -Infinity;
  }

  /** Returns count, mean and quantiles as plain data. */
  public toJSON(): { count: number; mean: number | null; p50: number | null; p90: number | null; p95: number | null; p99: number | null; max: number | null } {
    const known = (value: number) => (Number.isNaN(value) ? null : value);
    const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((p) => known(this.quantile(p)));
    return { count: this.total, mean: known(this.mean), p50, p90, p95, p99, max: known(this.max) };
  }

  /** Counts a latency and returns its bucket. */
  protected tally(seconds: number, count: number): number {
    // Fast path: most requests do not wait.
    if (seconds === 0 && this.smallest === 0) {
      this.counts[0] += count;
      this.total += count;
      return 0;
    }
    const bucket = bucketOf(seconds);
    this.counts[bucket] += count;
    this.total += count;
    this.sum += seconds * count;
    if (seconds < this.smallest) this.smallest = seconds;
    if (seconds > this.largest) this.largest = seconds;
    return bucket;
  }

  /** Adds the counts of all buckets to those of another histogram. */
  protected addCountsTo(counts: Uint32Array): void {
    const last = bucketOf(this.largest);
    for (let bucket = bucketOf(this.smallest); bucket <= last; bucket++) counts[bucket] += this.counts[bucket];
  }

  /** Sets the counts of all buckets to 0. */
  protected clearCounts(): void {
    this.counts.fill(0, bucketOf(this.smallest), bucketOf(this.largest) + 1);
  }
}

function bucketOf(seconds: number): number {
  float[0] = seconds;
  const bucket = (words[HIGH] >>> SHIFT) - OFFSET;
  return bucket <= 0 ? 0 : bucket >= BUCKETS ? BUCKETS - 1 : bucket;
}

function boundOf(bucket: number): number {
  words[HIGH] = (bucket + OFFSET) << SHIFT;
  words[1 - HIGH] = 0;
  return float[0];
}

function middleOf(bucket: number): number {
  return (boundOf(bucket) + boundOf(bucket + 1)) / 2;
}
