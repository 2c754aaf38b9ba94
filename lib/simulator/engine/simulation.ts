import { type Pass } from './autoscalers/hpa';
import { CpuContention } from './cluster/cpu-contention';
import { RetryingClients } from './requests/retries';
import { type Poll } from './autoscalers/keda/keda-loop';
import { EventQueue } from './events/event-queue';
import { NodePoolModel } from './cluster/node-pool';
import { controllerParameters, type ControllerParameters } from '../../hpa';
import { injectFaults } from './inject-faults';
import { planMethod, tickClock, workloadOrder } from './plan';
import { type Method, type NodePoolResult, type Run } from '../run/run';
import { arrivalSource, type ArrivalSource } from './requests/arrivals';
import { OutcomeRecorder, type TickClock } from './requests/outcome-recorder';
import { RandomStream } from './random/random-stream';
import { RequestPool } from './requests/request-pool';
import { Router } from './requests/router';
import { WorkloadSimulation } from './workload-simulation';
import { type Flow, type Workload, type World } from '../world/world';

const PROGRESS_STEPS = 200;

/** Simulation of a world: alternates between cluster events and windows of request processing. */
export class Simulation {
  private readonly eventQueue = new EventQueue();
  private readonly method: Method;
  private readonly clock: TickClock;
  private readonly flows: readonly OutcomeRecorder[];
  private readonly sources: readonly ArrivalSource[];
  /** By flow: its clients, where they retry. */
  private readonly clients: ReadonlyArray<RetryingClients | undefined>;
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
    this.clock = tickClock(durationSeconds, limits.maxSeriesPoints);
    const { batchSize } = this.method;
    const pool = new RequestPool(
      batchSize > 1,
      world.flows.some(({ traffic }) => traffic.kind === 'requests' && traffic.inputTokens !== undefined),
      world.flows.some(({ retries }) => retries !== undefined),
      workloads.some(({ startUp }) => startUp.warmUp !== undefined),
    );
    const router = new Router(world.flows, ids, seed, pool);
    this.clients = world.flows.map(({ name, retries }, index) => retries && new RetryingClients(retries, index, pool, router, new RandomStream(seed, name, 'retries')));
    this.flows = world.flows.map(({ slo }) => new OutcomeRecorder(this.clock, slo.latencySeconds));
    this.sources = world.flows.map((flow, index) => this.source(flow, index, pool, router));
    for (const nodes of world.nodePools) this.nodePools.set(nodes.name, new NodePoolModel(nodes, this.eventQueue, seed));
    this.nodeSeries = new Map(world.nodePools.map(({ name }) => [name, new Float32Array(this.clock.steps)]));
    for (const [index, workload] of workloads.entries()) {
      const outcomes = new OutcomeRecorder(this.clock, workload.slo?.latencySeconds);
      const context = { seed, batchSize, pool, router, inputs: router.inputs[index], outcomes, flowOutcomes: this.flows, clients: this.clients };
      const nodes = workload.nodePool === undefined ? undefined : this.nodePools.get(workload.nodePool);
      this.workloads.set(workload.id, new WorkloadSimulation(workload, world, this.eventQueue, nodes, context, this.clock));
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
      this.serve(next);
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

  private serve(until: number): void {
    for (const source of this.sources) source.generate(until);
    for (const { station } of this.ordered) station.advance(until);
  }

  private closeTick(end: number): void {
    const { clock, tick } = this;
    for (const flow of this.flows) flow.closeTick(tick);
    for (const { station } of this.ordered) station.outcomes.closeTick(tick);
    this.tick++;
    if (this.tick % clock.ticksPerStep !== 0 && this.tick !== clock.ticks) return;
    const step = Math.floor(tick / clock.ticksPerStep);
    for (const workload of this.ordered) workload.closeStep(step, step * clock.stepSeconds, end);
    for (const [name, series] of this.nodeSeries) series[step] = this.nodePools.get(name)!.count.value;
  }

  private source(flow: Flow, index: number, pool: RequestPool, router: Router): ArrivalSource {
    const outcomes = this.flows[index];
    const clients = this.clients[index];
    const random = new RandomStream(this.world.seed, flow.name, 'arrivals');
    return arrivalSource(flow.traffic, this.method.batchSize, random, (time, weight, inputTokens, outputTokens) => {
      outcomes.arrived += weight;
      clients?.deposit(time, weight);
      const { queue, route } = router.enter(index);
      if (queue) queue.push(pool.add(time, route, weight, inputTokens, outputTokens), time);
      else outcomes.serve(0, weight);
    });
  }

  private result(): Run {
    const { world, method, clock } = this;
    const workloads = world.workloads.map(({ id }) => this.workloads.get(id)!.result(world.durationSeconds));
    return {
      world, method, workloads,
      assumptions: [...world.assumptions, ...engineAssumptions(method, clock)],
      seriesStepSeconds: clock.stepSeconds,
      flows: world.flows.map(({ name }, index) => {
        const { latency, minutes, arrived } = this.flows[index];
        return { name, counters: this.flows[index].counters(), attempts: arrived + (this.clients[index]?.retried ?? 0), latency, minutes };
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

function engineAssumptions({ error }: Method, { stepSeconds }: TickClock): string[] {
  return [error, `series have one point every ${stepSeconds} s`];
}
