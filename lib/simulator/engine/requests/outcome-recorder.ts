import { LatencyHistogram } from '../../run/latency-histogram';
import { OutcomeCounts, SHARES } from '../traffic/outcome-counts';
import { type TickClock } from '../traffic/tick-clock';
import { ShortHistogram } from './short-histogram';

export { type Failure } from '../traffic/outcome-counts';

/** Counts the outcomes of requests: in total, per minute, and per step of the series. */
export class OutcomeRecorder extends OutcomeCounts {
  public readonly latency = new LatencyHistogram();
  private readonly tick = new ShortHistogram();
  private readonly minute: LatencyHistogram;
  private readonly step: LatencyHistogram;

  /** @param lateAfter seconds of latency above which a served request is late. */
  public constructor(clock: TickClock, private readonly lateAfter = Infinity) {
    super(clock);
    this.minute = clock.ticksPerMinute === 1 ? this.tick : new LatencyHistogram();
    this.step = clock.ticksPerStep === 1 ? this.tick : new LatencyHistogram();
  }

  public serve(latency: number, weight: number): void {
    this.served += weight;
    if (latency > this.lateAfter) this.late += weight;
    this.tick.record(latency, weight);
    for (let probe = 0; probe < this.probes.length; probe++) this.probes[probe].record(latency, weight);
  }

  /** Closes a tick, and the minute and step that end with it. Ticks are closed in order. */
  public override closeTick(tick: number): void {
    if (this.step !== this.tick) this.step.add(this.tick);
    if (this.minute !== this.tick) this.minute.add(this.tick);
    super.closeTick(tick);
    this.tick.clear();
  }

  protected endMinute(columns: readonly Float32Array[], index: number): void {
    const { minute } = this;
    minute.writeQuantiles(SHARES, columns, index);
    this.latency.add(minute);
    if (minute !== this.tick) minute.clear();
  }

  protected endStep(columns: readonly Float32Array[], index: number): void {
    const { step } = this;
    step.writeQuantiles(SHARES, columns, index);
    if (step !== this.tick) step.clear();
  }
}
