import { type World } from '../../world/world';
import { RandomStream } from '../random/random-stream';
import { type TickClock } from '../traffic/tick-clock';
import { type TrafficModel } from '../traffic/workload-station';
import { FlowArrivals } from './flow-arrivals';
import { flowService } from './flow-service';
import { FlowStation } from './flow-station';
import { FlowPath } from './flow-path';
import { refuseUnsupported } from './unsupported';

/** Traffic as flows: rates between the instants at which the state changes or is read. */
export class FlowTraffic implements TrafficModel {
  public readonly stations: readonly FlowStation[];
  public readonly notes: readonly string[];
  private readonly arrivals: readonly FlowArrivals[];
  private readonly paths: readonly FlowPath[];
  private readonly ordered: ReadonlyArray<{ readonly station: FlowStation; readonly visitors: readonly FlowPath[]; readonly shares: readonly number[] }>;
  private settledAt = 0;
  private now = 0;
  /** Time at which a rate may change next. */
  private changeAt = 0;

  /** @param order indices of the workloads, upstream before downstream. */
  public constructor(world: World, order: readonly number[], clock: TickClock) {
    const { seed, workloads, flows, durationSeconds } = world;
    this.notes = refuseUnsupported(world);
    this.arrivals = flows.map(({ name, traffic }) => new FlowArrivals(traffic, durationSeconds, new RandomStream(seed, name, 'arrivals')));
    const catchUp = { settle: (): void => this.settle(), peek: (station: FlowStation): void => this.peek(station) };
    this.stations = workloads.map((workload) => {
      const entering = flows.flatMap(({ stages }, index) => (stages[0].workload === workload.id ? [this.arrivals[index].variability] : []));
      const variability = entering.length > 0 ? Math.max(...entering) : 1;
      return new FlowStation(workload, flowService(workload)!, variability, clock, new RandomStream(seed, workload.id, 'flow'), catchUp);
    });
    const stationOf = (id: string): FlowStation => this.stations[workloads.findIndex((workload) => workload.id === id)];
    this.paths = flows.map((flow, index) => new FlowPath(flow, this.arrivals[index], stationOf, clock, new RandomStream(seed, flow.name, 'latencies')));
    this.ordered = order.map((index) => {
      const station = this.stations[index];
      const visitors = this.paths.filter((path) => path.visits(station));
      return { station, visitors, shares: visitors.map((path) => path.shareAt(station)) };
    });
  }

  /** Marks the time: the state up to then is computed at the next read, or when a pod is added or removed. */
  public advance(until: number): void {
    this.now = until;
    for (const { outcomes } of this.stations) if (outcomes.probes.length > 0) return this.settle();
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
      if (from >= this.changeAt) this.changeAt = Math.min(...this.arrivals.map((each) => each.changeAfter(from)));
      const to = Math.min(this.now, this.changeAt);
      this.settledAt = to;
      this.flow(from, to);
    }
  }

  /** Brings the counters of a station's pods up to date: alone, as long as all stations go on as they are. */
  private peek(station: FlowStation): void {
    if (station.countedAt >= this.now - 1e-9) return;
    if (this.now >= this.changeAt || !this.stations.every(({ isAtRest }) => isAtRest)) return this.settle();
    const { visitors, shares } = this.ordered.find((each) => each.station === station)!;
    let surplus = 0;
    for (let index = 0; index < visitors.length; index++) surplus += shares[index] * visitors[index].drawTo(this.now);
    station.count(this.now, surplus);
  }

  private flow(from: number, to: number): void {
    for (const path of this.paths) path.enter(to);
    for (const { station, visitors } of this.ordered) {
      for (const path of visitors) path.arriveAt(station);
      station.flow(to - from, from);
      for (const path of visitors) path.leave(station);
    }
    for (const path of this.paths) path.arriveAtEnd();
  }
}
