import { type Arrivals } from './flow-arrivals';
import { WholeCounter } from './counts';
import { FlowOutcomes } from './flow-outcomes';
import { type FlowStation, type Passage } from './flow-station';
import { type RandomStream } from '../random/random-stream';
import { OutcomeRecorder } from '../requests/outcome-recorder';
import { type TickClock } from '../traffic/tick-clock';
import { type Flow } from '../../world/world';

/** Latencies that are drawn in a tick for a flow of several stages. */
const DRAWS = 128;

interface Stage {
  readonly station: FlowStation;
  readonly probability: number;
  readonly passage: Passage;
  failed: { timedOut: number; killed: number; refused: number };
}

/** Way of a flow through its stages: what one stage serves arrives at the next one. */
export class FlowPath {
  public readonly outcomes: FlowOutcomes | OutcomeRecorder;
  private readonly stages: readonly Stage[];
  /** Requests between two stages. */
  private perSecond = 0;
  private count = 0;
  private readonly finished = new WholeCounter();
  private readonly lost = { timedOut: new WholeCounter(), killed: new WholeCounter(), refused: new WholeCounter() };
  private answered = 0;

  public constructor(flow: Flow, stationOf: (id: string) => FlowStation, clock: TickClock, private readonly random: RandomStream) {
    const { stages, slo } = flow;
    const isOneStage = stages.length === 1 && (stages[0].probability ?? 1) >= 1;
    const recorder = isOneStage ? stationOf(stages[0].workload).outcomesOfFlow(clock, slo.latencySeconds) : new OutcomeRecorder(clock, slo.latencySeconds);
    this.outcomes = recorder;
    this.stages = stages.map(({ workload, probability = 1 }) => {
      const station = stationOf(workload);
      const passage = { perSecond: 0, count: 0, share: 0, ...(recorder instanceof FlowOutcomes && { outcomes: recorder }) };
      station.passages.push(passage);
      return { station, probability, passage, failed: { timedOut: 0, killed: 0, refused: 0 } };
    });
  }

  public visits(station: FlowStation): boolean {
    return this.stages.some((stage) => stage.station === station);
  }

  public enter({ perSecond, count }: Arrivals): void {
    this.perSecond = perSecond;
    this.count = count;
    this.outcomes.arrived += count;
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
      for (const failure of ['timedOut', 'killed', 'refused'] as const) {
        const now = station.outcomes[failure];
        const whole = this.lost[failure].add((now - failed[failure]) * passage.share);
        this.outcomes.fail(failure, whole);
        failed[failure] = now;
      }
    }
  }

  public arriveAtEnd(): void {
    if (this.outcomes instanceof OutcomeRecorder) this.answered += this.finished.add(this.count);
  }

  public closeTick(tick: number): void {
    if (this.outcomes instanceof OutcomeRecorder) this.draw(this.outcomes);
    this.outcomes.closeTick(tick);
  }

  /** Latencies of the whole way are sums of those of its stages, drawn independently. */
  private draw(outcomes: OutcomeRecorder): void {
    const served = Math.min(this.answered, outcomes.arrived - outcomes.served - outcomes.failed);
    this.answered -= served;
    const draws = Math.min(DRAWS, served);
    const samplers = this.stages.map(({ station }) => station.outcomes.tick.sampler());
    for (let draw = 0; draw < draws; draw++) {
      let latency = 0;
      for (let stage = 0; stage < samplers.length; stage++) {
        const { probability } = this.stages[stage];
        if (probability >= 1 || this.random.uniform() < probability) latency += samplers[stage](this.random);
      }
      outcomes.serve(latency, Math.floor(served * (draw + 1) / draws) - Math.floor(served * draw / draws));
    }
  }
}
