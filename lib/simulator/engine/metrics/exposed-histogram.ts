import { LatencyHistogram } from '../../run/latency-histogram';
import { type Pod } from '../cluster/pod';
import { type PodCounters } from '../traffic/workload-station';

/** Counts of a pod's histogram so far. */
export interface HistogramCounts {
  readonly count: number;
  readonly sum: number;
  /** Samples at or below each bound. */
  readonly atMost: ArrayLike<number>;
}

interface MutableCounts {
  /** Requests that the pod had answered when it was looked at last. */
  answered: number;
  count: number;
  sum: number;
  readonly atMost: Float64Array;
}

/**
 * A histogram that each pod of a workload shows. The engine knows durations of the workload as a whole, so they fall to
 * pods as their answers do.
 */
export class ExposedHistogram {
  /** Durations recorded since the last scrape. */
  public readonly recent = new LatencyHistogram();
  private readonly ofPods = new Map<Pod, MutableCounts>();
  private readonly nothing: HistogramCounts;

  /** @param bounds upper bounds of the buckets in seconds, ascending, the last of them Infinity. */
  public constructor(public readonly bounds: readonly number[]) {
    this.nothing = { count: 0, sum: 0, atMost: new Float64Array(bounds.length) };
  }

  public of(pod: Pod): HistogramCounts {
    return this.ofPods.get(pod) ?? this.nothing;
  }

  public attribute(running: readonly Pod[], servers: PodCounters): void {
    const { recent, bounds } = this;
    const news = running.map((pod) => servers.answeredBy(pod.server) - (this.ofPods.get(pod)?.answered ?? 0));
    const total = news.reduce((sum, each) => sum + each, 0);
    const shares = bounds.map((bound) => (bound === Infinity ? 1 : recent.shareWithin(bound)));
    for (const [i, pod] of running.entries()) {
      const seen = this.ofPods.get(pod) ?? { answered: 0, count: 0, sum: 0, atMost: new Float64Array(bounds.length) };
      this.ofPods.set(pod, seen);
      if (total === 0 || recent.count === 0) continue;
      const part = news[i] / total * recent.count;
      for (let bucket = 0; bucket < shares.length; bucket++) seen.atMost[bucket] += part * shares[bucket];
      seen.sum += part * recent.mean;
      seen.count += part;
      seen.answered += news[i];
    }
    if (total > 0) recent.clear();
  }

  public forget(pod: Pod): void {
    this.ofPods.delete(pod);
  }
}
