import { type Flow } from '../../world/world';
import { type RandomStream } from '../random/random-stream';
import { FAILURES } from '../traffic/outcome-counts';
import { type TickClock } from '../traffic/tick-clock';
import { type FlowArrivals } from './flow-arrivals';
import { WholeCounter } from './counts';
import { FlowOutcomes } from './flow-outcomes';
import { type FlowStation } from './flow-station';
import { type LatencyBlend } from './latency-blend';
import { COARSE, FINE, type Lattice, visitLattice } from './lattice';
import { type Passage } from './passages';
import { PathOutcomes } from './path-outcomes';

/** Latencies that are drawn in a tick in which a stage changes. */
const DRAWS = 128;
/** Ticks after which a state of the stages is taken for one that lasts. */
const LASTING_TICKS = 8;

interface Stage {
  readonly station: FlowStation;
  readonly probability: number;
  readonly passage: Passage;
  failed: { timedOut: number; killed: number; refused: number };
  /** Latencies of the last tick; undefined where they were not those of one blend. */
  blend?: LatencyBlend;
}

/** Path of a flow through its stages: requests served by one stage arrive at the next. */
export class FlowPath {
  public readonly outcomes: FlowOutcomes | PathOutcomes;
  private readonly stages: readonly Stage[];
  /** Requests between two stages. */
  private perSecond = 0;
  private count = 0;
  private readonly finished = new WholeCounter();
  private readonly lost = { timedOut: new WholeCounter(), killed: new WholeCounter(), refused: new WholeCounter() };
  private answered = 0;
  private ticksAlike = 0;
  /** Time up to which arrivals were drawn, and those that did not enter yet. */
  private drawnAt = 0;
  private drawn = 0;
  private enteredAt = 0;
  private rate = 0;

  public constructor(
    flow: Flow, private readonly arrivals: FlowArrivals, stationOf: (id: string) => FlowStation, clock: TickClock, private readonly random: RandomStream,
  ) {
    const { stages, slo } = flow;
    const isOneStage = stages.length === 1 && (stages[0].probability ?? 1) >= 1;
    const recorder = isOneStage ? stationOf(stages[0].workload).outcomesOfFlow(clock, slo.latencySeconds) : new PathOutcomes(clock, slo.latencySeconds);
    this.outcomes = recorder;
    this.stages = stages.map(({ workload, probability = 1 }) => {
      const station = stationOf(workload);
      const passage = { perSecond: 0, count: 0, share: 0, ...(recorder instanceof FlowOutcomes && { outcomes: recorder }) };
      station.passages.all.push(passage);
      return { station, probability, passage, failed: { timedOut: 0, killed: 0, refused: 0 } };
    });
  }

  public visits(station: FlowStation): boolean {
    return this.stages.some((stage) => stage.station === station);
  }

  /**
   * Draws what arrives up to a time of the present step; returns how many requests more came than expected since the
   * last entered.
   */
  public drawTo(time: number): number {
    if (time > this.drawnAt + 1e-9) {
      const { perSecond, count } = this.arrivals.take(this.drawnAt, time);
      this.rate = perSecond;
      this.drawn += count;
      this.drawnAt = time;
    }
    return this.drawn - this.rate * (time - this.enteredAt);
  }

  /** Lets enter what arrives up to a time of the present step. */
  public enter(time: number): void {
    this.drawTo(time);
    this.perSecond = this.rate;
    this.count = this.drawn;
    this.outcomes.arrived += this.drawn;
    this.drawn = 0;
    this.enteredAt = time;
  }

  /** Expected share of the flow's requests that visit a station. */
  public shareAt(station: FlowStation): number {
    let share = 0;
    for (const stage of this.stages) if (stage.station === station) share += stage.probability;
    return share;
  }

  /** Brings the requests that visit a station. */
  public arriveAt(station: FlowStation): void {
    for (const stage of this.stages) {
      if (stage.station !== station) continue;
      stage.passage.perSecond = this.perSecond * stage.probability;
      stage.passage.count = this.count * stage.probability;
    }
  }

  /** Takes those that the station has served, and those that pass it by. */
  public leave(station: FlowStation): void {
    if (this.outcomes instanceof FlowOutcomes) return;
    for (const { station: own, probability, passage, failed } of this.stages) {
      if (own !== station) continue;
      this.perSecond = this.perSecond * (1 - probability) + station.throughput * passage.share;
      this.count = this.count * (1 - probability) + station.served * passage.share;
      for (const failure of FAILURES) {
        const now = station.outcomes[failure];
        if (now === failed[failure]) continue;
        const whole = this.lost[failure].add((now - failed[failure]) * passage.share);
        this.outcomes.fail(failure, whole);
        failed[failure] = now;
      }
    }
  }

  public arriveAtEnd(): void {
    if (this.outcomes instanceof PathOutcomes) this.answered += this.finished.add(this.count);
  }

  public closeTick(tick: number): void {
    if (this.outcomes instanceof PathOutcomes) this.serve(this.outcomes);
    this.outcomes.closeTick(tick);
  }

  /**
   * Latencies of the whole way are sums of those of its stages, drawn independently: once for all that is served while
   * the stages stay as they are.
   */
  private serve(outcomes: PathOutcomes): void {
    const served = Math.min(this.answered, outcomes.arrived - outcomes.served - outcomes.failed);
    if (served <= 0) return;
    this.answered -= served;
    this.ticksAlike = this.isUnchanged() ? this.ticksAlike + 1 : 0;
    const blends = this.stages.map(({ blend }) => blend);
    if (!blends.every((blend) => blend !== undefined)) this.draw(outcomes);
    else if (this.ticksAlike === 0) this.spread(outcomes, blends, COARSE);
    else if (this.ticksAlike === LASTING_TICKS) this.spread(outcomes, blends, FINE);
    outcomes.serve(served);
  }

  /** True where each stage has the one blend that it had when requests were served last. */
  private isUnchanged(): boolean {
    let isUnchanged = true;
    for (const stage of this.stages) {
      const { blend } = stage.station.outcomes.tick;
      if (!blend || blend !== stage.blend) isUnchanged = false;
      stage.blend = blend;
    }
    return isUnchanged;
  }

  private draw(outcomes: PathOutcomes): void {
    const { stages, random } = this;
    outcomes.begin();
    const samplers = stages.map(({ station }) => station.outcomes.tick.sampler());
    for (let draw = 0; draw < DRAWS; draw++) {
      let latency = 0;
      for (let stage = 0; stage < samplers.length; stage++) {
        const { probability } = stages[stage];
        if (probability >= 1 || random.uniform() < probability) latency += samplers[stage](random);
      }
      outcomes.draw(latency);
    }
  }

  /**
   * Draws evenly from all combinations. A stage that is visited by a part of the requests takes that part of its
   * coordinate.
   */
  private spread(outcomes: PathOutcomes, blends: readonly LatencyBlend[], lattice: Lattice): void {
    outcomes.begin();
    const tables = blends.map(({ table }) => table);
    const probabilities = this.stages.map(({ probability }) => probability);
    visitLattice(lattice, tables.length, this.random, (coordinates) => {
      let latency = 0;
      for (let stage = 0; stage < tables.length; stage++) {
        const probability = probabilities[stage];
        if (probability >= 1) latency += tables[stage].at(coordinates[stage]);
        else if (coordinates[stage] < probability) latency += tables[stage].at(coordinates[stage] / probability);
      }
      outcomes.draw(latency);
    });
  }
}
