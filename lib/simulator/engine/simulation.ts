import { controllerParameters, type ControllerParameters } from '../../hpa';
import { type Method, type NodePoolResult, type Run } from '../run/run';
import { type Workload, type World } from '../world/world';
import { type Pass } from './autoscalers/hpa';
import { CpuContention } from './cluster/cpu-contention';
import { type Poll } from './autoscalers/keda/keda-loop';
import { EventQueue } from './events/event-queue';
import { NodePoolModel } from './cluster/node-pool';
import { injectFaults } from './inject-faults';
import { beginRun } from './long-runs';
import { FlowTraffic } from './flows/flow-traffic';
import { planMethod, workloadOrder } from './plan';
import { RequestTraffic } from './requests/request-traffic';
import { tickClock, type TickClock } from './traffic/tick-clock';
import { WorkloadSimulation } from './workload-simulation';
import { type TrafficModel } from './traffic/workload-station';

const PROGRESS_STEPS = 200;

/** Simulation of a world: alternates between cluster events and windows of request processing. */
export class Simulation {
  private readonly eventQueue = new EventQueue();
  private readonly method: Method;
  private readonly clock: TickClock;
  private readonly traffic: TrafficModel;
  private readonly workloads = new Map<string, WorkloadSimulation>();
  /** Upstream before downstream. */
  private readonly ordered: readonly WorkloadSimulation[];
  private readonly nodePools = new Map<string, NodePoolModel>();
  private readonly nodeSeries: ReadonlyMap<string, Float32Array>;
  private now = 0;
  private tick = 0;

  public constructor(private readonly world: World) {
    const { seed, durationSeconds, limits, workloads } = world;
    const ids = workloads.map(({ id }) => id);
    const order = workloadOrder(world.flows, ids);
    this.method = planMethod(world);
    beginRun(this.method);
    this.clock = tickClock(durationSeconds, limits.maxSeriesPoints);
    this.traffic = this.method.kind === 'flows'
      ? new FlowTraffic(world, order, this.clock) : new RequestTraffic(world, this.method.batchSize, order, this.clock);
    for (const nodes of world.nodePools) this.nodePools.set(nodes.name, new NodePoolModel(nodes, this.eventQueue, seed));
    this.nodeSeries = new Map(world.nodePools.map(({ name }) => [name, new Float32Array(this.clock.steps)]));
    for (const [index, workload] of workloads.entries()) {
      const nodes = workload.nodePool === undefined ? undefined : this.nodePools.get(workload.nodePool);
      this.workloads.set(workload.id, new WorkloadSimulation(workload, world, this.eventQueue, nodes, this.traffic.stations[index], this.clock));
    }
    this.ordered = order.map((index) => this.workloads.get(ids[index])!);
    const parameters = parametersOf(world);
    for (const workload of this.workloads.values()) workload.begin();
    for (const workload of this.workloads.values()) workload.watch(parameters, this.workloads);
    this.contend();
    injectFaults(world.faults, this.eventQueue, this.workloads, this.nodePools);
  }

  public watchPasses(workload: string, onPass: (pass: Pass) => void): void {
    const hpa = this.workloads.get(workload)?.hpa;
    if (hpa) hpa.onPass = onPass;
  }

  public watchPolls(workload: string, onPoll: (poll: Poll) => void): void {
    const keda = this.workloads.get(workload)?.keda;
    if (keda) keda.onPoll = onPoll;
  }

  public run(onProgress?: (share: number) => void): Run {
    const { durationSeconds } = this.world;
    for (let part = 1; part <= PROGRESS_STEPS; part++) {
      this.advanceTo(durationSeconds * (part / PROGRESS_STEPS));
      onProgress?.(part / PROGRESS_STEPS);
    }
    return this.result();
  }

  /** Advances to a time, or to the end if that is earlier, including the events at that time. */
  public advanceTo(time: number): void {
    const { durationSeconds } = this.world;
    const end = Math.min(time, durationSeconds);
    this.eventQueue.runUntil(this.now);
    while (this.now < end) {
      const tickEnd = Math.min((this.tick + 1) * this.clock.tickSeconds, durationSeconds);
      const next = Math.min(this.eventQueue.nextTime, tickEnd, end);
      this.traffic.advance(next);
      if (next === tickEnd) this.closeTick(tickEnd);
      this.eventQueue.runUntil(next);
      this.now = next;
    }
  }

  /** Pods on nodes share their CPU. */
  private contend(): void {
    const onNodes = [...this.workloads.values()].filter(({ workload }) => workload.nodePool !== undefined);
    const cpuMilliOf = ({ nodePool }: Workload): number => this.world.nodePools.find(({ name }) => name === nodePool)!.cpuMilli;
    const contenders = onNodes.map(({ workload, station, controller }) => ({ workload, executor: station.executor, pods: () => controller.pods }));
    new CpuContention(contenders, cpuMilliOf, this.eventQueue);
  }

  private closeTick(end: number): void {
    const { clock, tick } = this;
    this.traffic.closeTick(tick);
    this.tick++;
    if (this.tick % clock.ticksPerStep !== 0 && this.tick !== clock.ticks) return;
    const step = Math.floor(tick / clock.ticksPerStep);
    for (const workload of this.ordered) workload.closeStep(step, step * clock.stepSeconds, end);
    for (const [name, series] of this.nodeSeries) series[step] = this.nodePools.get(name)!.count.value;
  }

  private result(): Run {
    const { world, method, clock, traffic } = this;
    const flows = traffic.flows();
    const workloads = world.workloads.map(({ id }) => this.workloads.get(id)!.result(world.durationSeconds));
    return {
      world, method, workloads,
      assumptions: [...world.assumptions, ...engineAssumptions(method, traffic.notes, clock)],
      seriesStepSeconds: clock.stepSeconds,
      flows: world.flows.map(({ name }, index) => {
        const { outcomes, retried } = flows[index];
        const counters = outcomes.counters();
        return { name, counters, attempts: counters.arrived + retried, latency: outcomes.latency, minutes: outcomes.minutes };
      }),
      nodePools: world.nodePools.map((pool) => this.nodePoolResult(pool.name, pool.pricePerNodeHour)),
      requestStages: workloads.reduce((sum, { counters }) => sum + counters.arrived, 0),
    };
  }

  private nodePoolResult(name: string, pricePerNodeHour: number): NodePoolResult {
    const { count } = this.nodePools.get(name)!;
    const nodeSeconds = count.integral(this.world.durationSeconds);
    return { name, nodeSeconds, peakNodes: count.peak, cost: nodeSeconds / 3600 * pricePerNodeHour, nodes: this.nodeSeries.get(name)! };
  }
}

function parametersOf({ kubernetesMinor, controller, featureGates }: World): ControllerParameters {
  return controllerParameters(kubernetesMinor, {
    syncPeriod: controller.syncPeriodSeconds * 1000,
    downscaleStabilization: controller.downscaleStabilizationSeconds * 1000,
    tolerance: controller.tolerance,
    cpuInitializationPeriod: controller.cpuInitializationPeriodSeconds * 1000,
    initialReadinessDelay: controller.initialReadinessDelaySeconds * 1000,
    featureGates,
  });
}

function engineAssumptions({ error }: Method, notes: readonly string[], { stepSeconds }: TickClock): string[] {
  return [error, ...notes, `series have one point every ${stepSeconds} s`];
}
