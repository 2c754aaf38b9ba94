import { LatencyHistogram } from '../../run/latency-histogram';
import { FAILURES, type Failure, OutcomeCounts } from '../traffic/outcome-counts';
import { type TickClock } from '../traffic/tick-clock';
import { type LatencyBlend } from './latency-blend';
import { LatencyMixture } from './latency-mixture';
import { type LatencyShapes } from './latency-shapes';
import { LatencyTally } from './latency-tally';

const PROBE_POINTS = 40;

/** Outcomes of requests that are known as flows: whole numbers of them, and their latencies as mixtures. */
export class FlowOutcomes extends OutcomeCounts {
  /** Latencies of the present tick. */
  public readonly tick: LatencyTally;
  private readonly minute: LatencyTally;
  private readonly step: LatencyTally;
  private readonly whole: LatencyTally;
  private readonly owed: Record<Failure, number> = { timedOut: 0, killed: 0, refused: 0 };
  private lateOwed = 0;
  private servedAtTick = 0;
  private recorded?: LatencyHistogram;
  private shown?: LatencyMixture;
  private readonly timeoutIndex: number;

  /**
   * @param lateAfter seconds of latency above which a served request is late.
   * @param timeout seconds after which callers give up.
   */
  public constructor(private readonly shapes: LatencyShapes, clock: TickClock, private readonly timeout: number, private readonly lateAfter = Infinity) {
    super(clock);
    const tally = (): LatencyTally => new LatencyTally(shapes, timeout);
    this.tick = tally();
    this.minute = clock.ticksPerMinute === 1 ? this.tick : tally();
    this.step = clock.ticksPerStep === 1 ? this.tick : tally();
    this.whole = tally();
    this.timeoutIndex = timeout === Infinity ? Infinity : Math.round(shapes.positionOf(timeout));
  }

  public get latency(): LatencyHistogram {
    if (!this.recorded) this.whole.mixed().record(this.recorded = new LatencyHistogram(), this.served);
    return this.recorded;
  }

  /** Waits of all requests that came into service. */
  public waits(): LatencyHistogram {
    const histogram = new LatencyHistogram();
    this.whole.mixed().recordWaits(histogram, this.served + this.timedOut);
    return histogram;
  }

  /** Adds latencies; those beyond the timeout time out. */
  public readonly add = (key: number, weight: number): void => {
    this.tick.add(key, weight);
    if (this.timeoutIndex !== Infinity) this.owed.timedOut += weight * (1 - this.shapes.atMost(key, this.timeoutIndex));
    if (this.probes.length > 0) (this.shown ??= new LatencyMixture(this.shapes, this.timeout)).add(key, weight);
  };

  /** Adds so many latencies of a blend. */
  public addBlend(blend: LatencyBlend, weight: number): void {
    this.tick.addBlend(blend, weight);
    this.owed.timedOut += weight * blend.timedOutShare;
    if (this.probes.length > 0) (this.shown ??= new LatencyMixture(this.shapes, this.timeout)).addScaled(blend.parts, weight);
  }

  public lose(failure: Failure, amount: number): void {
    this.owed[failure] += amount;
  }

  /**
   * Turns what has happened into whole numbers, while so many requests are still here. Returns the number that was
   * served.
   */
  public publish(present: number): number {
    for (const failure of FAILURES) {
      if (this.owed[failure] === 0) continue;
      const whole = Math.min(Math.floor(this.owed[failure] + 1e-9), this.arrived - this.served - this.failed);
      if (whole <= 0) continue;
      this.owed[failure] -= whole;
      this.fail(failure, whole);
    }
    const served = Math.max(0, this.arrived - this.failed - this.served - (present > 0 ? Math.round(present) : 0));
    this.served += served;
    this.showProbes(served);
    return served;
  }

  public override closeTick(tick: number): void {
    this.countLate();
    if (this.step !== this.tick) this.step.addAll(this.tick);
    if (this.minute !== this.tick) this.minute.addAll(this.tick);
    this.whole.addAll(this.tick);
    super.closeTick(tick);
    this.tick.clear();
  }

  protected endMinute(columns: readonly Float32Array[], index: number): void {
    this.minute.writeQuantiles(columns, index);
    if (this.minute !== this.tick) this.minute.clear();
  }

  protected endStep(columns: readonly Float32Array[], index: number): void {
    this.step.writeQuantiles(columns, index);
    if (this.step !== this.tick) this.step.clear();
  }

  /** Requests of the tick that will be answered late: some of them are still here. */
  private countLate(): void {
    if (this.lateAfter < this.timeout) this.lateOwed += Math.max(0, this.tick.answered - this.tick.within(this.lateAfter));
    const late = Math.min(Math.floor(this.lateOwed + 1e-9), this.served - this.servedAtTick);
    this.servedAtTick = this.served;
    this.late += late;
    this.lateOwed -= late;
  }

  private showProbes(served: number): void {
    if (!this.shown || served === 0) return;
    const points = Math.min(PROBE_POINTS, served);
    for (let point = 0; point < points; point++) {
      const count = Math.floor(served * (point + 1) / points) - Math.floor(served * point / points);
      const latency = this.shown.quantile((point + 0.5) / points);
      if (!Number.isNaN(latency)) for (const probe of this.probes) probe.record(latency, count);
    }
    this.shown.clear();
  }
}
