import { FlowArrivals } from './flow-arrivals';
import { flowService } from './flow-service';
import { FlowStation } from './flow-station';
import { FlowPath } from './flow-path';
import { refuseUnsupported } from './unsupported';
import { RandomStream } from '../random/random-stream';
import { type TickClock } from '../traffic/tick-clock';
import { type TrafficModel } from '../traffic/workload-station';
import { type World } from '../../world/world';

/** Traffic as flows: rates between the instants at which something changes or somebody looks. */
export class FlowTraffic implements TrafficModel {
  public readonly stations: readonly FlowStation[];
  public readonly notes: readonly string[];
  private readonly arrivals: readonly FlowArrivals[];
  private readonly paths: readonly FlowPath[];
  private readonly ordered: ReadonlyArray<{ readonly station: FlowStation; readonly visitors: readonly FlowPath[] }>;
  private settledAt = 0;
  private now = 0;

  /** @param order indices of the workloads, upstream before downstream. */
  public constructor(world: World, order: readonly number[], clock: TickClock) {
    const { seed, workloads, flows, durationSeconds } = world;
    this.notes = refuseUnsupported(world);
    this.arrivals = flows.map(({ name, traffic }) => new FlowArrivals(traffic, durationSeconds, new RandomStream(seed, name, 'arrivals')));
    const settle = (): void => this.settle();
    this.stations = workloads.map((workload) => {
      const entering = flows.flatMap(({ stages }, index) => (stages[0].workload === workload.id ? [this.arrivals[index].variability] : []));
      const variability = entering.length > 0 ? Math.max(...entering) : 1;
      return new FlowStation(workload, flowService(workload)!, variability, clock, new RandomStream(seed, workload.id, 'flow'), settle);
    });
    const stationOf = (id: string): FlowStation => this.stations[workloads.findIndex((workload) => workload.id === id)];
    this.paths = flows.map((flow) => new FlowPath(flow, stationOf, clock, new RandomStream(seed, flow.name, 'latencies')));
    this.ordered = order.map((index) => ({ station: this.stations[index], visitors: this.paths.filter((path) => path.visits(this.stations[index])) }));
  }

  /** Marks the time: what happens until then is worked out when somebody looks, or when a pod comes or goes. */
  public advance(until: number): void {
    this.now = until;
    if (this.stations.some(({ outcomes }) => outcomes.probes.length > 0)) this.settle();
  }

  public closeTick(tick: number): void {
    this.settle();
    for (const path of this.paths) path.closeTick(tick);
    for (const { outcomes } of this.stations) outcomes.closeTick(tick);
  }

  public flows(): ReturnType<TrafficModel['flows']> {
    this.settle();
    return this.paths.map(({ outcomes }) => ({ outcomes, retried: 0 }));
  }

  private settle(): void {
    while (this.settledAt < this.now - 1e-9) {
      const from = this.settledAt;
      const to = Math.min(this.now, ...this.arrivals.map((each) => each.changeAfter(from)));
      this.settledAt = to;
      this.flow(from, to);
    }
  }

  private flow(from: number, to: number): void {
    for (const [index, path] of this.paths.entries()) path.enter(this.arrivals[index].take(from, to));
    for (const { station, visitors } of this.ordered) {
      for (const path of visitors) path.arriveAt(station);
      station.flow(to - from, from);
      for (const path of visitors) path.leave(station);
    }
    for (const path of this.paths) path.arriveAtEnd();
  }
}
