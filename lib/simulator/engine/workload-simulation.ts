import { type ControllerParameters, type MetricSpec } from '../../hpa';
import { hpaOf } from '../world/replica-bounds';
import { type WorkloadResult } from '../run/run';
import { type Autoscaler, type Workload, type World } from '../world/world';
import { carryCronHpa } from './autoscalers/cron-hpa';
import { HpaAutoscaler } from './autoscalers/hpa';
import { KedaLoop } from './autoscalers/keda/keda-loop';
import { ScaledObjectMetrics } from './autoscalers/keda/scaled-object-metrics';
import { triggerReader } from './autoscalers/keda/trigger-reader';
import { carryPatches } from './autoscalers/scheduled-patches';
import { carryFloor } from './autoscalers/scheduled-floor';
import { type EventQueue } from './events/event-queue';
import { Lifecycle } from './cluster/lifecycle';
import { type NodePoolModel } from './cluster/node-pool';
import { type Pod } from './cluster/pod';
import { ReplicaController } from './cluster/replica-controller';
import { MetricSources } from './autoscalers/metric-sources';
import { type Measured } from './metrics/measured';
import { PodUsage } from './metrics/pod-usage';
import { RandomStream } from './random/random-stream';
import { type WorkloadStation } from './traffic/workload-station';
import { type TickClock } from './traffic/tick-clock';
import { SharedCpuExecutor } from './requests/shared-cpu-executor';
import { TokenExecutor } from './requests/token-executor';
import { WorkloadSeriesRecorder } from './workload-series';

/** Simulation of one workload: its requests, pods, metrics and autoscaler. */
export class WorkloadSimulation implements Measured {
  public readonly lifecycle: Lifecycle;
  public readonly controller: ReplicaController;
  public readonly usage: PodUsage;
  public hpa?: HpaAutoscaler;
  public keda?: KedaLoop;
  private readonly series: WorkloadSeriesRecorder;

  public constructor(
    public readonly workload: Workload, private readonly world: World, public readonly eventQueue: EventQueue, nodes: NodePoolModel | undefined,
    public readonly station: WorkloadStation, clock: TickClock,
  ) {
    this.lifecycle = new Lifecycle(workload, eventQueue, this.station, nodes, this.random('start-up'));
    this.controller = new ReplicaController(workload, eventQueue, this.lifecycle, this.random('pods'), this.random('uids'));
    this.usage = new PodUsage(workload, this.station);
    this.series = new WorkloadSeriesRecorder(this, clock);
  }

  /** Creates the pods of time 0. */
  public begin(): void {
    const { autoscaler, replicas } = this.workload;
    this.controller.begin(autoscaler.kind === 'fixed' ? autoscaler.replicas : replicas);
  }

  /** Starts the autoscaler, which may read metrics of other workloads. */
  public watch(parameters: ControllerParameters, all: ReadonlyMap<string, WorkloadSimulation>): void {
    const { workload, world, eventQueue, controller, lifecycle } = this;
    const { autoscaler } = workload;
    const hpa = hpaOf(autoscaler);
    if (!hpa || autoscaler.kind === 'fixed') return;
    const sources = new MetricSources(workload, world, eventQueue, this, all, (purpose) => this.random(purpose));
    const keda = autoscaler.kind === 'keda' ? this.watchKeda(autoscaler, sources) : undefined;
    const firstPass = autoscaler.firstPassSeconds ?? this.random('first pass').uniform() * world.controller.syncPeriodSeconds;
    const place = { eventQueue, controller, lifecycle, readerOf: (metric: MetricSpec) => sources.readerOf(metric, keda) };
    const scaler = new HpaAutoscaler(workload, hpa.spec, parameters, place, firstPass, world.durationSeconds);
    this.hpa = scaler;
    if (autoscaler.kind === 'hpa') this.carrySchedules(autoscaler, scaler);
  }

  private carrySchedules({ floor, cronJobs, patches }: Autoscaler & { kind: 'hpa' }, scaler: HpaAutoscaler): void {
    const { eventQueue, controller, world: { startEpochSeconds = 0 } } = this;
    if (floor) carryFloor(floor, eventQueue, startEpochSeconds, (min) => scaler.setMinReplicas(min));
    if (patches) carryPatches(patches, eventQueue, startEpochSeconds, scaler);
    if (cronJobs) carryCronHpa(cronJobs, eventQueue, startEpochSeconds, scaler, (replicas, job) => controller.scale(replicas, 'schedule', `${job} asks for more`));
  }

  private watchKeda({ scaledObject, firstPollSeconds }: Autoscaler & { kind: 'keda' }, sources: MetricSources): ScaledObjectMetrics {
    const { controller, lifecycle } = this;
    const readers = scaledObject.triggers.map((trigger) => triggerReader(trigger, sources.backendOf(trigger)));
    const metrics = new ScaledObjectMetrics(scaledObject, readers, () => ({ specReplicas: controller.specReplicas, readyPods: lifecycle.ready.value }));
    const firstPoll = firstPollSeconds ?? this.random('first poll').uniform() * scaledObject.pollingIntervalSeconds;
    this.keda = new KedaLoop(scaledObject, metrics, this, firstPoll);
    return metrics;
  }

  public closeStep(step: number, from: number, to: number): void {
    this.series.close(step, from, to);
  }

  /** Returns up to `count` Ready pods, oldest first. */
  public readyPods(count: number): Pod[] {
    return this.controller.pods.filter((pod) => pod.active && pod.ready).slice(0, count);
  }

  public result(now: number): WorkloadResult {
    const { workload, station, controller, lifecycle } = this;
    const { executor, servers, slotsPerPlace, outcomes } = station;
    const { latency, minutes } = outcomes;
    const readySeconds = lifecycle.ready.integral(now);
    const replicaSeconds = controller.existing.integral(now);
    return {
      id: workload.id,
      counters: outcomes.counters(),
      latency, minutes,
      waiting: station.waiting,
      tokens: executor instanceof TokenExecutor ? executor.result : undefined,
      series: this.series.series,
      events: controller.events,
      passes: this.hpa?.passes,
      keda: this.keda?.statistics,
      pods: { created: controller.created, restarts: lifecycle.restarts, deleted: controller.deleted, startUp: lifecycle.startUps },
      replicaSeconds, activeSeconds: controller.active.integral(now), readySeconds,
      ...(executor instanceof SharedCpuExecutor && { cpu: executor.result }),
      busySlotSeconds: servers.totalBusySeconds(now) * slotsPerPlace,
      slotSeconds: readySeconds * servers.capacity * slotsPerPlace,
      peakReplicas: controller.active.peak,
      peakWaiting: station.queues.peak,
      cost: replicaSeconds / 3600 * workload.pricePerReplicaHour,
    };
  }

  private random(purpose: string): RandomStream {
    return new RandomStream(this.world.seed, this.workload.id, purpose);
  }
}
