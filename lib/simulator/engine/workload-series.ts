import { type WorkloadSeries } from '../run/run';
import { type Lifecycle } from './cluster/lifecycle';
import { type ReplicaController } from './cluster/replica-controller';
import { type TickClock } from './traffic/tick-clock';
import { type WorkloadStation } from './traffic/workload-station';

interface Watched {
  readonly station: WorkloadStation;
  readonly controller: ReplicaController;
  readonly lifecycle: Lifecycle;
}

/** Writes one point of every series of a workload at the end of each step. */
export class WorkloadSeriesRecorder {
  public readonly series: WorkloadSeries;
  private ready = 0;
  private queued = 0;
  private busy = 0;

  public constructor(private readonly watched: Watched, clock: TickClock) {
    const { steps } = watched.station.outcomes;
    const column = () => new Float32Array(clock.steps);
    this.series = {
      length: clock.steps, demand: column(), capacity: column(), desired: column(), current: column(), ready: column(), queue: column(), utilization: column(),
      served: steps.served, failed: steps.failed, p50: steps.p50, p95: steps.p95, p99: steps.p99,
    };
  }

  /** Closes a step, after the outcomes of the same step. */
  public close(step: number, from: number, to: number): void {
    const { series } = this;
    const { station, controller, lifecycle } = this.watched;
    const { servers } = station;
    const seconds = to - from;
    const [ready, queued, busy] = [lifecycle.ready.integral(to), station.queues.queuedSeconds(to), servers.totalBusySeconds(to)];
    series.demand[step] = station.outcomes.steps.arrived[step] / seconds;
    const pods = (ready - this.ready) / seconds;
    series.capacity[step] = (station.log ? station.log.readersWorth(pods) : pods) * station.executor.podCapacity;
    series.desired[step] = controller.specReplicas;
    series.current[step] = controller.statusReplicas;
    series.ready[step] = (ready - this.ready) / seconds;
    series.queue[step] = (queued - this.queued) / seconds;
    series.utilization[step] = ready === this.ready ? NaN : (busy - this.busy) / ((ready - this.ready) * servers.capacity);
    [this.ready, this.queued, this.busy] = [ready, queued, busy];
  }
}
