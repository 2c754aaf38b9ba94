import { densityAtZero, tailBeyond } from './backlog-shape';

const { abs, exp, max, min, sqrt, PI } = Math;

/** Arriving and served work of a queue, in seconds of one server. */
export interface WorkRates {
  /** Work that arrives per second. */
  readonly inflow: number;
  /** Variance of the work that arrives per second. */
  readonly variance: number;
  /** Servers: work that can be done per second. */
  readonly servers: number;
  /** Backlog at which arrivals are lost, because they would wait too long or find the queue full; Infinity for none. */
  readonly limit: number;
}

/** State of a queue during a part of a second or more. */
export type Visit = (seconds: number, mean: number, variation: number, used: number, lost: number) => void;

/** Share of the servers in use above which a queue is followed step by step. */
const NEARLY_FULL = 0.995;
const LONGEST_STEP = 1;
const SHORTEST_STEP = 0.02;

/**
 * Work that waits in a queue, as a random variable of which the mean and the variance are known: a Brownian motion that
 * is reflected at 0. In steady
 * state it is exponential, with the mean of Kingman's and Allen and Cunneen's formulas; under overload it grows as a
 * flow, and its variance with it.
 */
export class Backlog {
  public mean = 0;
  public variance = 0;
  /** True where the last part of a second was one of steady state. */
  public isAtRest = false;

  /**
   * Lets time pass, in as many parts as are needed. `visit` hears of each the mean, its squared coefficient of
   * variation, the share of servers in
   * use and the share of arrivals lost.
   */
  public advance(seconds: number, rates: WorkRates, visit: Visit): void {
    let left = seconds;
    while (left > 1e-9) left -= this.step(left, rates, visit);
  }

  /** Squared coefficient of variation. */
  public get variation(): number {
    return this.mean > 0 ? this.variance / (this.mean * this.mean) : 1;
  }

  private step(left: number, rates: WorkRates, visit: Visit): number {
    const { inflow, variance, servers, limit } = rates;
    const drift = inflow - servers;
    if (inflow === 0 && this.mean === 0) return this.rest(0, left, rates, visit);
    if (drift < 0 && inflow < NEARLY_FULL * servers) {
      const steady = variance / (-2 * drift);
      if (steady === 0 && this.mean === 0) return this.rest(0, left, rates, visit);
      const relaxation = 2 * variance / (drift * drift);
      const drained = (this.mean - steady) / -drift;
      const isLossless = limit === Infinity || tailBeyond(limit / max(steady, this.mean), 1) < 1e-4;
      if (isLossless) {
        const isSteady = abs(this.mean - steady) < 0.03 * steady && abs(this.variation - 1) < 0.1;
        if (isSteady || (relaxation < 1 && relaxation + drained < left / 20)) return this.rest(steady, left, rates, visit);
        if (this.mean < 3 * steady) return this.relax(steady, relaxation, left, rates, visit);
      }
    }
    return this.move(left, rates, visit);
  }

  private rest(steady: number, left: number, { inflow, servers }: WorkRates, visit: Visit): number {
    this.mean = steady;
    this.variance = steady * steady;
    this.isAtRest = true;
    visit(left, steady, 1, servers > 0 ? inflow / servers : 0, 0);
    return left;
  }

  private relax(steady: number, relaxation: number, left: number, { inflow, servers }: WorkRates, visit: Visit): number {
    const seconds = min(left, max(0.5 * relaxation, SHORTEST_STEP));
    this.isAtRest = false;
    const before = this.mean;
    this.mean = steady + (before - steady) * exp(-seconds / relaxation);
    this.variance = this.mean * this.mean;
    const used = inflow / servers - (this.mean - before) / seconds / servers;
    visit(seconds, (before + this.mean) / 2, 1, max(0, min(1, used)), 0);
    return seconds;
  }

  private move(left: number, { inflow, variance, servers, limit }: WorkRates, visit: Visit): number {
    const { mean, variation } = this;
    this.isAtRest = false;
    const lost = limit === Infinity || mean === 0 ? 0 : tailBeyond(limit / mean, variation);
    const drift = inflow * (1 - lost) - servers;
    let seconds = min(left, LONGEST_STEP, drift < 0 ? max(SHORTEST_STEP, 0.3 * mean / -drift) : LONGEST_STEP);
    if (limit < Infinity) seconds = min(seconds, max(SHORTEST_STEP, 0.1 * limit / max(inflow, servers)));
    const isBeginning = mean * mean < 2 * variance * seconds;
    const density = densityAtZero(min(variation, 1.5));
    let idle = mean > 0 ? min(servers, variance * density / (2 * mean)) : servers;
    if (isBeginning) {
      const square = mean * mean + this.variance + variance * seconds + 2 * max(0, drift) * mean * seconds;
      const grown = max(mean + max(0, drift) * seconds, sqrt(2 / PI * square));
      idle = max(0, min(servers, (grown - mean) / seconds - drift));
      this.mean = mean + (drift + idle) * seconds;
      this.variance = max(square - this.mean * this.mean, 0.3 * this.mean * this.mean);
    } else {
      this.mean = max(0, mean + (drift + idle) * seconds);
      const deviation = sqrt(this.variance);
      const cut = lost > 0 ? 2 * inflow * lost * max(0.4 * deviation, limit + 0.5 * deviation - mean) : 0;
      this.variance = max(1e-4 * this.mean * this.mean, this.variance + (variance * (1 - density) - cut) * seconds);
      this.variance = min(this.variance, 1.5 * this.mean * this.mean);
    }
    this.mean = min(this.mean, limit);
    visit(seconds, (mean + this.mean) / 2, min(1, this.variation), servers === 0 ? 0 : 1 - idle / servers, lost);
    return seconds;
  }
}
