import { HpaAutoscaler } from './autoscalers/hpa';
import { type Agenda } from './cluster/agenda';
import { Lifecycle } from './cluster/lifecycle';
import { type NodePoolModel } from './cluster/node-pool';
import { type Pod } from './cluster/pod';
import { ReplicaController } from './cluster/replica-controller';
import { type ControllerParameters, type MetricSpec } from './controller';
import { CustomMetric, type Measured } from './metrics/custom-metric';
import { podsReader, resourceReader, valueReader, type MetricReader } from './metrics/metric-reader';
import { PodUsage } from './metrics/pod-usage';
import { ResourceMetrics } from './metrics/resource-metrics';
import { type WorkloadResult } from './run';
import { RandomStream } from './service/random-stream';
import { Station, type StationContext } from './service/station';
import { type TickClock } from './service/outcome-recorder';
import { TokenExecutor } from './service/token-executor';
import { WorkloadSeriesRecorder } from './workload-series';
import { type Workload, type World } from './world';

/** One workload of the world with all that belongs to it: its requests, its pods, its metrics, its autoscaler. */
export class WorkloadSimulation implements Measured {
  public readonly station: Station;
  public readonly lifecycle: Lifecycle;
  public readonly controller: ReplicaController;
  public readonly usage: PodUsage;
  public readonly batchSize: number;
  public hpa?: HpaAutoscaler;
  private readonly series: WorkloadSeriesRecorder;
  private resourceMetrics?: ResourceMetrics;

  public constructor(
    public readonly workload: Workload, private readonly world: World, private readonly agenda: Agenda, nodes: NodePoolModel | undefined,
    context: StationContext, clock: TickClock,
  ) {
    this.batchSize = context.batchSize;
    this.station = new Station(workload, context);
    this.lifecycle = new Lifecycle(workload, agenda, this.station, nodes, this.random('start-up'));
    this.controller = new ReplicaController(workload, agenda, this.lifecycle, this.random('pods'));
    this.usage = new PodUsage(workload, this.station);
    this.series = new WorkloadSeriesRecorder(this, clock);
  }

  /** Pods of time 0. */
  public begin(): void {
    const { autoscaler, replicas } = this.workload;
    this.controller.begin(autoscaler.kind === 'fixed' ? autoscaler.replicas : replicas);
  }

  /** The autoscaler, which may look at other workloads as well. */
  public watch(parameters: ControllerParameters, all: ReadonlyMap<string, WorkloadSimulation>): void {
    const { workload, world, agenda, controller, lifecycle } = this;
    const { autoscaler } = workload;
    if (autoscaler.kind !== 'hpa') return;
    const firstPass = autoscaler.firstPassSeconds ?? this.random('first pass').uniform() * world.controller.syncPeriodSeconds;
    const place = { agenda, controller, lifecycle, readerOf: (metric: MetricSpec) => this.readerOf(metric, all) };
    this.hpa = new HpaAutoscaler(workload, autoscaler.spec, parameters, place, firstPass, world.durationSeconds);
  }

  public closeStep(step: number, from: number, to: number): void {
    this.series.close(step, from, to);
  }

  /** So many Ready pods, the oldest first. */
  public readyPods(count: number): Pod[] {
    return this.controller.pods.filter((pod) => pod.active && pod.ready).slice(0, count);
  }

  public result(now: number): WorkloadResult {
    const { workload, station, controller, lifecycle } = this;
    const { executor, servers, slotsPerPlace, outcomes } = station;
    const { latency, minutes } = outcomes;
    const readySeconds = lifecycle.ready.integral(now);
    const replicaSeconds = controller.active.integral(now);
    return {
      id: workload.id,
      counters: { ...outcomes.counters(), inFlight: station.present },
      latency, minutes,
      waiting: station.waiting,
      tokens: executor instanceof TokenExecutor ? executor.result : undefined,
      series: this.series.series,
      events: controller.events,
      passes: this.hpa?.passes,
      pods: { created: controller.created, restarts: lifecycle.restarts, deleted: controller.deleted, startUp: lifecycle.startUps },
      replicaSeconds, readySeconds,
      busySlotSeconds: servers.totalBusySeconds(now) * slotsPerPlace,
      slotSeconds: readySeconds * servers.capacity * slotsPerPlace,
      peakReplicas: controller.active.peak,
      cost: replicaSeconds / 3600 * workload.pricePerReplicaHour,
    };
  }

  private readerOf(spec: MetricSpec, all: ReadonlyMap<string, WorkloadSimulation>): MetricReader | undefined {
    const { workload, world, agenda } = this;
    const isResource = spec.type === 'Resource' || spec.type === 'ContainerResource';
    const name = (isResource ? spec.resource : spec.name) ?? '';
    const distortions = world.faults.filter((fault) => fault.kind === 'metric')
      .filter((fault) => fault.workload === workload.id && (fault.metric === name || fault.metric === '*'));
    if (isResource) {
      if (name !== 'cpu' && name !== 'memory') return undefined;
      this.resourceMetrics ??= new ResourceMetrics(() => this.controller.pods, this.usage, agenda, world.metrics.resource, this.random('metrics-server'));
      return resourceReader(spec, this.resourceMetrics, this.usage, distortions);
    }
    const mapping = workload.metrics.find(({ metric }) => metric === name);
    const measured = all.get(mapping?.workload ?? workload.id);
    if (!mapping || !measured) return undefined;
    const pipeline = { ...world.metrics.custom, ...mapping.pipeline };
    const metric = new CustomMetric(mapping.signal, measured, pipeline, agenda, this.random(`metric ${name}`));
    const { scale = 1 } = mapping;
    return spec.type === 'Pods'
      ? podsReader(name, metric, scale, pipeline.nanBecomes, distortions)
      : valueReader(spec, metric, scale, pipeline, distortions);
  }

  private random(purpose: string): RandomStream {
    return new RandomStream(this.world.seed, this.workload.id, purpose);
  }
}
