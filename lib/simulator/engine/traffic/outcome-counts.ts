import { type Counters, type MinuteSeries } from '../../run/run';
import { type LatencyHistogram } from '../../run/latency-histogram';
import { type TickClock } from './tick-clock';
import { type StationOutcomes, type StepColumns } from './workload-station';

/** Quantiles of the series, ascending. */
export const SHARES = [0.5, 0.95, 0.99];

export type Failure = 'timedOut' | 'killed' | 'refused';

/** All failures. */
export const FAILURES: readonly Failure[] = ['timedOut', 'killed', 'refused'];

/**
 * Counts of the outcomes of requests, in total, per minute and per step of the series. A subclass knows their
 * latencies.
 */
export abstract class OutcomeCounts implements StationOutcomes {
  public arrived = 0;
  public served = 0;
  public late = 0;
  public timedOut = 0;
  public killed = 0;
  public refused = 0;
  public readonly minutes: MinuteSeries;
  public readonly steps: StepColumns;
  public readonly probes: LatencyHistogram[] = [];
  public abstract readonly latency: LatencyHistogram;
  private readonly minuteQuantiles: readonly Float32Array[];
  private readonly stepQuantiles: readonly Float32Array[];
  private readonly atMinute = { arrived: 0, served: 0, late: 0, failed: 0 };
  private readonly atStep = { arrived: 0, served: 0, failed: 0 };

  protected constructor(private readonly clock: TickClock) {
    this.minutes = minuteColumns(clock.minutes);
    this.steps = stepColumns(clock.steps);
    this.minuteQuantiles = [this.minutes.p50, this.minutes.p95, this.minutes.p99];
    this.stepQuantiles = [this.steps.p50, this.steps.p95, this.steps.p99];
  }

  public get failed(): number {
    return this.timedOut + this.killed + this.refused;
  }

  public fail(failure: Failure, weight: number): void {
    this[failure] += weight;
  }

  /** Closes a tick, and the minute and step that end with it. Ticks are closed in order. */
  public closeTick(tick: number): void {
    const { clock } = this;
    const last = tick + 1 === clock.ticks;
    if (last || (tick + 1) % clock.ticksPerStep === 0) this.closeStep(Math.floor(tick / clock.ticksPerStep));
    if (last || (tick + 1) % clock.ticksPerMinute === 0) this.closeMinute(Math.floor(tick / clock.ticksPerMinute));
  }

  public counters(): Counters {
    const { arrived, served, late, timedOut, killed, refused } = this;
    return { arrived, served, late, timedOut, killed, refused, inFlight: arrived - served - this.failed };
  }

  /** Writes the quantiles of a minute, and begins the next. */
  protected abstract endMinute(columns: readonly Float32Array[], index: number): void;
  /** Writes the quantiles of a step of the series, and begins the next. */
  protected abstract endStep(columns: readonly Float32Array[], index: number): void;

  private closeMinute(index: number): void {
    const { minutes, atMinute } = this;
    minutes.arrived[index] = this.arrived - atMinute.arrived;
    minutes.served[index] = this.served - atMinute.served;
    minutes.late[index] = this.late - atMinute.late;
    minutes.failed[index] = this.failed - atMinute.failed;
    this.endMinute(this.minuteQuantiles, index);
    atMinute.arrived = this.arrived;
    atMinute.served = this.served;
    atMinute.late = this.late;
    atMinute.failed = this.failed;
  }

  private closeStep(index: number): void {
    const { steps, atStep } = this;
    steps.arrived[index] = this.arrived - atStep.arrived;
    steps.served[index] = this.served - atStep.served;
    steps.failed[index] = this.failed - atStep.failed;
    this.endStep(this.stepQuantiles, index);
    atStep.arrived = this.arrived;
    atStep.served = this.served;
    atStep.failed = this.failed;
  }
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
