import { type MetricDistortion, type Span } from '../../world/faults';

/** A distortion with the time at which it holds. */
export type TimedDistortion = Span & { readonly distortion: MetricDistortion };

/**
 * Distorts the values of one metric during a fault: the mean of a pod, or the value itself, at each read by the
 * controller.
 */
export class Distorter {
  private readonly history: Array<{ readonly time: number; readonly value: number | undefined }> = [];
  private readonly longestDelay: number;
  private readonly frozen = new Map<TimedDistortion, number | undefined>();
  private latest?: number;

  public constructor(private readonly distortions: readonly TimedDistortion[]) {
    this.longestDelay = Math.max(-1, ...distortions.map(({ distortion }) => (distortion.kind === 'delayed' ? distortion.seconds : -1)));
  }

  /** Returns the value that the metrics API reports for a true value; undefined for none. */
  public show(value: number | undefined, now: number): number | undefined {
    if (this.longestDelay >= 0) this.remember(value, now);
    let shown = value;
    for (const timed of this.distortions) {
      if (now < timed.from || now >= timed.until) this.frozen.delete(timed);
      else shown = this.distort(timed, shown, now);
    }
    if (this.distortions.every((timed) => !this.frozen.has(timed))) this.latest = value;
    return shown;
  }

  /** Share of the pods that report nothing. */
  public missingShare(now: number): number {
    let share = 0;
    for (const { from, until, distortion } of this.distortions) {
      if (distortion.kind === 'missing-for-pods' && now >= from && now < until) share = Math.max(share, distortion.share);
    }
    return share;
  }

  private distort(timed: TimedDistortion, value: number | undefined, now: number): number | undefined {
    const { distortion } = timed;
    switch (distortion.kind) {
      case 'missing': return undefined;
      case 'multiply': return value === undefined ? undefined : value * distortion.factor;
      case 'negative': return value === undefined ? undefined : -value;
      case 'nan': return NaN;
      case 'delayed': return this.recall(now - distortion.seconds);
      case 'missing-for-pods': return value;
      case 'frozen': {
        if (!this.frozen.has(timed)) this.frozen.set(timed, this.latest ?? value);
        return this.frozen.get(timed);
      }
    }
  }

  private remember(value: number | undefined, time: number): void {
    const { history } = this;
    history.push({ time, value });
    while (history.length > 1 && history[1].time <= time - this.longestDelay) history.shift();
  }

  private recall(time: number): number | undefined {
    let value: number | undefined;
    for (const entry of this.history) {
      if (entry.time > time) break;
      value = entry.value;
    }
    return value;
  }
}
