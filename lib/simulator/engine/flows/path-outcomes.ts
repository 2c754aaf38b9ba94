import { LatencyHistogram } from '../../run/latency-histogram';
import { OutcomeCounts, SHARES } from '../traffic/outcome-counts';
import { type TickClock } from '../traffic/tick-clock';

const SERIES = SHARES.map(() => new Float64Array(1));

/** Requests of a step or a minute: in the present state of the stages, and before. */
interface Period {
  present: number;
  readonly before: LatencyHistogram;
}

/**
 * Outcomes of a flow of several stages: latencies are drawn in each state of the stages, and stand for all that is
 * served in it.
 */
export class PathOutcomes extends OutcomeCounts {
  private readonly state = new LatencyHistogram();
  private readonly minute: Period = { present: 0, before: new LatencyHistogram() };
  private readonly step: Period = { present: 0, before: new LatencyHistogram() };
  private readonly whole: Period = { present: 0, before: new LatencyHistogram() };
  private readonly periods = [this.minute, this.step, this.whole];
  private lateDraws = 0;
  private lateOwed = 0;
  private quantiles?: readonly number[];

  /** @param lateAfter seconds of latency above which a served request is late. */
  public constructor(clock: TickClock, private readonly lateAfter: number) {
    super(clock);
  }

  public get latency(): LatencyHistogram {
    this.settle(this.whole);
    return this.whole.before;
  }

  /** Begins a state of the stages: what was drawn before says nothing about it. */
  public begin(): void {
    for (const period of this.periods) this.settle(period);
    this.state.clear();
    this.lateDraws = 0;
  }

  public draw(latency: number): void {
    this.state.record(latency);
    if (latency > this.lateAfter) this.lateDraws++;
    this.quantiles = undefined;
  }

  /** Serves so many requests in the present state. */
  public serve(count: number): void {
    this.served += count;
    for (const period of this.periods) period.present += count;
    this.lateOwed += count * this.lateDraws / this.state.count;
    const late = Math.floor(this.lateOwed);
    this.late += late;
    this.lateOwed -= late;
  }

  protected endMinute(columns: readonly Float32Array[], index: number): void {
    this.end(this.minute, columns, index);
  }

  protected endStep(columns: readonly Float32Array[], index: number): void {
    this.end(this.step, columns, index);
  }

  private end(period: Period, columns: readonly Float32Array[], index: number): void {
    const { before } = period;
    if (before.count === 0 && period.present > 0) {
      const quantiles = this.quantiles ??= quantilesOf(this.state);
      for (let column = 0; column < columns.length; column++) columns[column][index] = quantiles[column];
    } else {
      this.settle(period);
      before.writeQuantiles(SHARES, columns, index);
    }
    before.clear();
    period.present = 0;
  }

  private settle(period: Period): void {
    period.before.addScaled(this.state, period.present);
    period.present = 0;
  }
}

function quantilesOf(histogram: LatencyHistogram): number[] {
  histogram.writeQuantiles(SHARES, SERIES, 0);
  return SERIES.map(([quantile]) => quantile);
}
