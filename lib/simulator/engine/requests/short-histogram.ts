import { LatencyHistogram } from '../../run/latency-histogram';

/** Buckets that are remembered; durations that fall into more of them are read by range. */
const REMEMBERED = 256;

/**
 * Histogram of a short time. It remembers its buckets, since a few hundred durations lie far apart: adding it to
 * another and clearing it visit those alone.
 */
export class ShortHistogram extends LatencyHistogram {
  private readonly visited = new Uint16Array(REMEMBERED);
  private visits = 0;

  public override record(seconds: number, count = 1): void {
    const bucket = this.tally(seconds, count);
    if (count > 0 && this.counts[bucket] === count) this.visit(bucket);
  }

  public override add(other: LatencyHistogram): void {
    super.add(other);
    this.visits = REMEMBERED + 1;
  }

  public override clear(): void {
    super.clear();
    this.visits = 0;
  }

  protected override addCountsTo(counts: Uint32Array): void {
    const { visited, visits } = this;
    if (visits > REMEMBERED) return super.addCountsTo(counts);
    for (let visit = 0; visit < visits; visit++) counts[visited[visit]] += this.counts[visited[visit]];
  }

  protected override clearCounts(): void {
    const { visited, visits } = this;
    if (visits > REMEMBERED) return super.clearCounts();
    for (let visit = 0; visit < visits; visit++) this.counts[visited[visit]] = 0;
  }

  private visit(bucket: number): void {
    if (this.visits < REMEMBERED) this.visited[this.visits] = bucket;
    this.visits++;
  }
}
