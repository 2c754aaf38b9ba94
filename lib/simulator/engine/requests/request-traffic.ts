import { type Flow, type World } from '../../world/world';
import { RandomStream } from '../random/random-stream';
import { type TickClock } from '../traffic/tick-clock';
import { type TrafficModel, type WorkloadStation } from '../traffic/workload-station';
import { arrivalSource, type ArrivalSource } from './arrivals';
import { OutcomeRecorder } from './outcome-recorder';
import { RequestPool } from './request-pool';
import { RetryingClients } from './retries';
import { Router } from './router';
import { Station } from './station';

/** Traffic as requests, or batches of them, each with its own instants. */
export class RequestTraffic implements TrafficModel {
  public readonly stations: readonly WorkloadStation[];
  public readonly notes: readonly string[] = [];
  private readonly outcomes: readonly OutcomeRecorder[];
  private readonly sources: readonly ArrivalSource[];
  /** By flow: its clients, where they retry. */
  private readonly clients: ReadonlyArray<RetryingClients | undefined>;
  /** Upstream before downstream. */
  private readonly ordered: readonly Station[];

  /** @param order indices of the workloads, upstream before downstream. */
  public constructor(world: World, private readonly batchSize: number, order: readonly number[], clock: TickClock) {
    const { seed, workloads, flows } = world;
    const pool = new RequestPool(
      batchSize > 1,
      flows.some(({ traffic }) => traffic.kind === 'requests' && traffic.inputTokens !== undefined),
      flows.some(({ retries }) => retries !== undefined),
      workloads.some(({ startUp }) => startUp.warmUp !== undefined),
    );
    const router = new Router(flows, workloads.map(({ id }) => id), seed, pool);
    this.clients = flows.map(({ name, retries }, index) => retries && new RetryingClients(retries, index, pool, router, new RandomStream(seed, name, 'retries')));
    this.outcomes = flows.map(({ slo }) => new OutcomeRecorder(clock, slo.latencySeconds));
    this.sources = flows.map((flow, index) => this.source(flow, index, seed, pool, router));
    const stations = workloads.map((workload, index) => new Station(workload, {
      seed, batchSize, pool, router, inputs: router.inputs[index], outcomes: new OutcomeRecorder(clock, workload.slo?.latencySeconds),
      flowOutcomes: this.outcomes, clients: this.clients,
    }));
    this.stations = stations;
    this.ordered = order.map((index) => stations[index]);
  }

  public advance(until: number): void {
    for (const source of this.sources) source.generate(until);
    for (const station of this.ordered) station.advance(until);
  }

  public closeTick(tick: number): void {
    for (const outcomes of this.outcomes) outcomes.closeTick(tick);
    for (const { outcomes } of this.ordered) outcomes.closeTick(tick);
  }

  public flows(): ReturnType<TrafficModel['flows']> {
    return this.outcomes.map((outcomes, index) => ({ outcomes, retried: this.clients[index]?.retried ?? 0 }));
  }

  private source(flow: Flow, index: number, seed: number, pool: RequestPool, router: Router): ArrivalSource {
    const outcomes = this.outcomes[index];
    const clients = this.clients[index];
    return arrivalSource(flow.traffic, this.batchSize, new RandomStream(seed, flow.name, 'arrivals'), (time, weight, inputTokens, outputTokens) => {
      outcomes.arrived += weight;
      clients?.deposit(time, weight);
      const { queue, route } = router.enter(index);
      if (queue) queue.push(pool.add(time, route, weight, inputTokens, outputTokens), time);
      else outcomes.serve(0, weight);
    });
  }
}
