import { LatencyHistogram } from '../../run/latency-histogram';
import { type StationOutcomes } from '../traffic/workload-station';

/**
 * histogram_quantile() over rate(): the latencies of requests answered between the first and the last scrape in a
 * window.
 */
export class LatencyWindow {
  private readonly current = new LatencyHistogram();
  private readonly scraped: Array<{ readonly time: number; readonly histogram: LatencyHistogram }> = [];
  private readonly kept: number;

  public constructor(outcomes: StationOutcomes, intervalSeconds: number, private readonly windowSeconds: number) {
    outcomes.probes.push(this.current);
    this.kept = Math.max(1, Math.floor(windowSeconds / intervalSeconds) + 1);
  }

  public scrape(time: number): void {
    const histogram = this.scraped.length < this.kept ? new LatencyHistogram() : this.scraped.shift()!.histogram;
    histogram.clear();
    histogram.add(this.current);
    this.current.clear();
    this.scraped.push({ time, histogram });
  }

  /** Seconds; NaN when nothing was answered, undefined before the second scrape. */
  public quantile(p: number, now: number): number | undefined {
    const inside = this.scraped.filter(({ time }) => time >= now - this.windowSeconds);
    if (inside.length < 2) return undefined;
    const sum = new LatencyHistogram();
    for (const { histogram } of inside.slice(1)) sum.add(histogram);
    return sum.quantile(p);
  }
}
