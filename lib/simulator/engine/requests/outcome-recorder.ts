import { type Counters, type MinuteSeries } from '../../run/run';
import { LatencyHistogram } from '../../run/latency-histogram';

const SHARES = [0.5, 0.95, 0.99];

export type Failure = 'timedOut' | 'killed' | 'refused';

/** Counts the outcomes of requests: in total, per minute, and per step of the series. */
export class OutcomeRecorder {
  public arrived = 0;
  public served = 0;
  public late = 0;
  public timedOut = 0;
  public killed = 0;
  public refused = 0;
  public readonly latency = new LatencyHistogram();
  public readonly minutes: MinuteSeries;
  public readonly steps: StepColumns;
  /** Additional histograms that record every latency. */
  public readonly probes: LatencyHistogram[] = [];
  private readonly tick = new LatencyHistogram();
  private readonly minute: LatencyHistogram;
  private readonly step: LatencyHistogram;
  private readonly minuteQuantiles: readonly Float32Array[];
  private readonly stepQuantiles: readonly Float32Array[];
  private readonly atMinute = { arrived: 0, served: 0, late: 0, failed: 0 };
  private readonly atStep = { arrived: 0, served: 0, failed: 0 };

  /** @param lateAfter seconds of latency above which a served request is late. */
  public constructor(private readonly clock: TickClock, private readonly lateAfter = Infinity) {
    this.minutes = minuteColumns(clock.minutes);
    this.steps = stepColumns(clock.steps);
    this.minuteQuantiles = [this.minutes.p50, this.minutes.p95, this.minutes.p99];
    this.stepQuantiles = [this.steps.p50, this.steps.p95, this.steps.p99];
    this.minute = clock.ticksPerMinute === 1 ? this.tick : new LatencyHistogram();
    this.step = clock.ticksPerStep === 1 ? this.tick : new LatencyHistogram();
  }

  public get failed(): number {
    return this.timedOut + this.killed + this.refused;
  }

  public serve(latency: number, weight: number): void {
    this.served += weight;
    if (latency > this.lateAfter) this.late += weight;
    this.tick.record(latency, weight);
    for (let probe = 0; probe < this.probes.length; probe++) this.probes[probe].record(latency, weight);
  }

  public fail(failure: Failure, weight: number): void {
    this[failure] += weight;
  }

  /** Closes a tick, and the minute and step that end with it. Ticks are closed in order. */
  public closeTick(tick: number): void {
    const { clock } = this;
    if (this.step !== this.tick) this.step.add(this.tick);
    if (this.minute !== this.tick) this.minute.add(this.tick);
    const last = tick + 1 === clock.ticks;
    if (last || (tick + 1) % clock.ticksPerStep === 0) this.closeStep(Math.floor(tick / clock.ticksPerStep));
    if (last || (tick + 1) % clock.ticksPerMinute === 0) this.closeMinute(Math.floor(tick / clock.ticksPerMinute));
    this.tick.clear();
  }

  public counters(): Counters {
    const { arrived, served, late, timedOut, killed, refused } = this;
    return { arrived, served, late, timedOut, killed, refused, inFlight: arrived - served - this.failed };
  }

  private closeMinute(index: number): void {
    const { minutes, atMinute, minute } = this;
    minutes.arrived[index] = this.arrived - atMinute.arrived;
    minutes.served[index] = this.served - atMinute.served;
    minutes.late[index] = this.late - atMinute.late;
    minutes.failed[index] = this.failed - atMinute.failed;
    minute.writeQuantiles(SHARES, this.minuteQuantiles, index);
    atMinute.arrived = this.arrived;
    atMinute.served = this.served;
    atMinute.late = this.late;
    atMinute.failed = this.failed;
    this.latency.add(minute);
    if (minute !== this.tick) minute.clear();
  }

  private closeStep(index: number): void {
    const { steps, atStep, step } = this;
    steps.arrived[index] = this.arrived - atStep.arrived;
    steps.served[index] = this.served - atStep.served;
    steps.failed[index] = this.failed - atStep.failed;
    step.writeQuantiles(SHARES, this.stepQuantiles, index);
    atStep.arrived = this.arrived;
    atStep.served = this.served;
    atStep.failed = this.failed;
    if (step !== this.tick) step.clear();
  }
}

/** Division of simulated time: a tick is the shorter of a minute and a step of the series. */
export interface TickClock {
  readonly tickSeconds: number;
  readonly ticks: number;
  readonly ticksPerMinute: number;
  readonly minutes: number;
  readonly stepSeconds: number;
  readonly ticksPerStep: number;
  readonly steps: number;
}

interface StepColumns {
  readonly arrived: Float32Array;
  readonly served: Float32Array;
  readonly failed: Float32Array;
  readonly p50: Float32Array;
  readonly p95: Float32Array;
  readonly p99: Float32Array;
}

function stepColumns(length: number): StepColumns {
  const column = () => new Float32Array(length);
  return { arrived: column(), served: column(), failed: column(), p50: column(), p95: column(), p99: column() };
}

function minuteColumns(length: number): MinuteSeries {
  const count = () => new Float64Array(length);
  const quantile = () => new Float32Array(length);
  return { length, arrived: count(), served: count(), late: count(), failed: count(), p50: quantile(), p95: quantile(), p99: quantile() };
}
