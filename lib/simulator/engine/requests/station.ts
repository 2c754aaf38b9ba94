import { LatencyHistogram } from '../../run/latency-histogram';
import { type Balancer } from '../../world/service';
import { type WarmUp, type Workload } from '../../world/world';
import { RandomStream } from '../random/random-stream';
import { sampler, type Sampler } from '../random/sampler';
import { type WorkloadStation } from '../traffic/workload-station';
import { Endpoints, podChoice } from './balancing';
import { canSlowDown, throttleFactor } from './cpu-limit';
import { type Dispatcher, NONE } from './dispatcher';
import { type Executor } from './executor';
import { type Failure, type OutcomeRecorder } from './outcome-recorder';
import { PartitionQueues } from './partition-queues';
import { PartitionedLog } from './partitioned-log';
import { PodQueues } from './pod-queues';
import { REPRESENTATIVES, type RequestPool } from './request-pool';
import { Deadlines } from './deadlines';
import { type RetryingClients } from './retries';
import { type ArrivalQueue, RetryQueue } from './retry-queue';
import { type Router } from './router';
import { ServerTable } from './server-table';
import { SharedCpuExecutor } from './shared-cpu-executor';
import { SharedQueue } from './shared-queue';
import { SlotExecutor } from './slot-executor';
import { TokenExecutor } from './token-executor';
import { RequestQueues } from './request-queues';

/** Context that a station shares with the simulation. */
export interface StationContext {
  readonly seed: number;
  readonly batchSize: number;
  readonly pool: RequestPool;
  readonly router: Router;
  readonly inputs: readonly ArrivalQueue[];
  readonly outcomes: OutcomeRecorder;
  /** By flow. */
  readonly flowOutcomes: readonly OutcomeRecorder[];
  /** By flow: its clients, where they retry. */
  readonly clients: ReadonlyArray<RetryingClients | undefined>;
}

/**
 * Requests at one workload: they arrive, wait, are served by pods, and move on to the next workload or are lost.
 * Time advances in windows between two events of the cluster; inside a window every request keeps its own instant.
 */
export class Station implements WorkloadStation {
  public readonly servers: ServerTable;
  public readonly endpoints = new Endpoints();
  public readonly executor: Executor;
  /** Seconds from arrival to the start of service. */
  public readonly waiting = new LatencyHistogram();
  /** Requests in service. */
  public inService = 0;
  /** Factor on the service time of requests that arrive from now on. */
  public slowness = 1;
  /**
   * Slots of the service model for each slot of the server table: 1, or another number when requests come in batches.
   */
  public readonly slotsPerPlace: number;
  private readonly dispatcher: Dispatcher;
  private readonly pool: RequestPool;
  private readonly timeout: number;
  private readonly queueLimit: number;
  private readonly sampleOne?: Sampler;
  private readonly warmUp?: WarmUp;
  /** Only where clients retry at the moment of their timeout. */
  private readonly deadlines?: Deadlines;
  private readonly retryQueues: readonly RetryQueue[];
  /** Requests in service whose caller has given up. */
  private readonly abandoned = new Set<number>();

  public constructor(workload: Workload, private readonly context: StationContext) {
    const { seed, batchSize, pool } = context;
    const { service } = workload;
    const random = new RandomStream(seed, workload.id, 'service');
    this.pool = pool;
    if (service.kind === 'slots') {
      this.servers = new ServerTable(SlotExecutor.places(service, batchSize));
      this.executor = canSlowDown(workload)
        ? new SharedCpuExecutor({ ...workload, service }, batchSize, pool, this.servers, random) : new SlotExecutor(service, batchSize, pool, random);
      this.slotsPerPlace = service.concurrency / this.servers.capacity;
      this.sampleOne = sampler(service.time, new RandomStream(seed, workload.id, 'representatives'));
    } else {
      this.servers = new ServerTable(TokenExecutor.places(service, batchSize));
      this.executor = new TokenExecutor(service, pool, this.servers, random, throttleFactor(workload, service.cpuCoresWhenBusy));
      this.slotsPerPlace = service.limits.maxNumSeqs / this.servers.capacity;
    }
    this.timeout = service.timeoutSeconds;
    this.queueLimit = service.queueLimit / batchSize;
    this.warmUp = workload.startUp.warmUp;
    if (pool.carriesAttempts && this.timeout < Infinity) this.deadlines = new Deadlines(pool, this.timeout);
    this.retryQueues = context.inputs.filter((queue) => queue instanceof RetryQueue);
    this.dispatcher = this.dispatch(workload.balancer, (purpose) => new RandomStream(seed, workload.id, purpose));
  }

  /** Requests that are here, waiting or in service. */
  public get present(): number {
    return this.queues.queued + this.inService;
  }

  /** Waiting requests. */
  public get queues(): RequestQueues {
    return this.dispatcher.queues;
  }

  /** True where all pods take from one queue. */
  public get sharesQueue(): boolean {
    return this.dispatcher.sharesQueue;
  }

  /** Partitions of the topic, where pods read partitions. */
  public get log(): PartitionedLog | undefined {
    return this.dispatcher.log;
  }

  /** Requests that wait for one pod and no other. */
  public waitingAt(pod: number): number {
    return this.dispatcher.waitingAt(pod) * this.context.batchSize;
  }

  /** Outcomes of the requests of this workload. */
  public get outcomes(): OutcomeRecorder {
    return this.context.outcomes;
  }

  /** Advances to `until`: processes everything before it. */
  public advance(until: number): void {
    const { inputs } = this.context;
    const { executor } = this;
    for (;;) {
      let queue = inputs[0];
      for (let index = 1; index < inputs.length; index++) {
        if (inputs[index].firstTime < queue.firstTime) queue = inputs[index];
      }
      const arrival = queue.firstTime;
      const next = executor.nextTime;
      if (this.deadlines && this.deadlines.firstTime < next && this.deadlines.firstTime <= arrival) {
        const deadline = this.deadlines.firstTime;
        if (deadline >= until) break;
        this.giveUp(this.deadlines.shift(), deadline);
      } else if (next <= arrival) {
        if (next >= until) break;
        const id = executor.step();
        if (id >= 0) this.complete(id, next);
      } else {
        if (arrival >= until) break;
        this.arrive(queue.shift(), arrival);
      }
    }
    this.queues.expireAll(this.dispatcher.queueCount, until);
    for (const retryQueue of this.retryQueues) retryQueue.simulatedUntil = until;
  }

  /** The process of the pod accepts requests from now on; it has been warming up since `since`. */
  public open(pod: number, now: number, since = now): void {
    this.servers.accepting[pod] = 1;
    this.servers.openedAt[pod] = since;
    this.endpoints.add(pod);
    this.offerSlots(this.dispatcher.join(pod), now);
  }

  /** Balancers know the pod. */
  public list(pod: number): void {
    this.endpoints.add(pod);
  }

  /** Removes the pod from the endpoints of balancers. */
  public withdraw(pod: number): void {
    this.endpoints.remove(pod);
  }

  /** Stops new requests; the pod finishes those that it has. */
  public close(pod: number, now: number): void {
    this.servers.accepting[pod] = 0;
    this.offerSlots(this.dispatcher.leave(pod), now);
  }

  /** True where each slot of the pod is in service. */
  public isFull(pod: number): boolean {
    return this.servers.busy[pod] >= this.servers.capacity;
  }

  /** True where a request that came to the pod at `since`, behind all others, would be in service by now. */
  public hasFreedSlot(pod: number, since: number): boolean {
    if (!this.isFull(pod)) return true;
    return this.dispatcher.oldestFor(pod) > since && this.servers.lastStart[pod] > since;
  }

  /** True for a pod without requests. */
  public isDrained(pod: number): boolean {
    return this.servers.busy[pod] === 0 && this.servers.waiting[pod] === 0;
  }

  /** Ends the process at once: its requests in service and in its queue are lost. */
  public kill(pod: number, now: number): void {
    const aborted = this.executor.abort(pod, now);
    for (const id of aborted) {
      this.inService -= this.pool.weight[id];
      this.servers.vacate(pod, now);
    }
    for (const id of aborted) if (this.abandoned.has(id)) this.dispatcher.end(id);
    for (const id of this.dispatcher.recover(aborted.filter((each) => !this.forget(each)), now)) this.lose(id, 'killed', now);
    this.close(pod, now);
    for (let id = this.dispatcher.takeBound(pod, now); id >= 0; id = this.dispatcher.takeBound(pod, now)) this.lose(id, 'killed', now);
    this.servers.incarnation[pod]++;
  }

  private dispatch(balancer: Balancer, random: (purpose: string) => RandomStream): Dispatcher {
    const { servers, pool, endpoints, timeout, context: { batchSize } } = this;
    const queues = (columns: ServerTable | PartitionedLog) => new RequestQueues(pool, columns, timeout, (id, deadline) => this.lose(id, 'timedOut', deadline));
    switch (balancer.kind) {
      case 'shared-queue': return new SharedQueue(queues(servers), servers);
      case 'partitions': {
        const log = new PartitionedLog(balancer.partitions, random('partitions'), batchSize);
        return new PartitionQueues(queues(log), log, servers, pool);
      }
      default: return new PodQueues(queues(servers), podChoice(balancer, endpoints, servers, random('balancer'), batchSize), servers, pool);
    }
  }

  private arrive(id: number, now: number): void {
    const { dispatcher } = this;
    this.context.outcomes.arrived += this.pool.weight[id];
    this.executor.prepare(id, this.slowness);
    if (this.deadlines) {
      this.pool.startedAt[id] = NaN;
      this.deadlines.push(id, now);
    }
    const pod = dispatcher.assign(id, now);
    if (pod >= 0) this.start(id, pod, now);
    else this.wait(id, dispatcher.queueOf(id), now);
  }

  private wait(id: number, queue: number, now: number): void {
    if (queue === NONE) return this.lose(id, 'refused', now);
    const { queues } = this.dispatcher;
    queues.expire(queue, now);
    if (queues.length(queue) >= this.queueLimit) this.lose(id, 'refused', now);
    else queues.append(id, queue, now);
  }

  private start(id: number, pod: number, now: number): void {
    this.servers.occupy(pod, now);
    this.serve(id, pod, now);
  }

  private serve(id: number, pod: number, now: number): void {
    const { pool } = this;
    const weight = pool.weight[id];
    pool.pod[id] = pod;
    pool.startedAt[id] = now;
    this.inService += weight;
    this.servers.lastStart[pod] = now;
    this.waiting.record(now - pool.arrivedAt[id], weight);
    this.dispatcher.begin(id);
    if (this.warmUp) this.slowByWarmUp(id, pod, this.warmUp, now);
    this.executor.start(id, now);
  }

  private complete(id: number, now: number): void {
    const { pool } = this;
    const pod = pool.pod[id];
    const weight = pool.weight[id];
    this.inService -= weight;
    this.servers.answered[pod] += weight;
    this.dispatcher.end(id);
    if (this.forget(id)) {
      // Its caller has given up and been counted.
    } else if (now - pool.arrivedAt[id] > this.timeout) {
      this.lose(id, 'timedOut', now);
    } else if (this.context.batchSize === 1) {
      this.context.outcomes.serve(now - pool.arrivedAt[id], 1);
      this.forward(id, now);
    } else {
      this.serveBatch(id, now);
    }
    this.handOver(pod, now);
  }

  private forward(id: number, now: number): void {
    const { pool } = this;
    const { queue, route } = this.context.router.leave(pool.route[id]);
    if (queue) {
      pool.route[id] = route;
      queue.push(id, now);
    } else {
      this.context.flowOutcomes[this.context.router.flowOf[pool.route[id]]].serve(now - pool.birth[id], 1);
      pool.release(id);
    }
  }

  /**
   * A batch waits as one, but some of its requests keep service times of their own, so that latencies spread as they
   * would.
   */
  private serveBatch(id: number, now: number): void {
    const { pool } = this;
    const { router, outcomes, flowOutcomes } = this.context;
    const weight = pool.weight[id];
    const held = now - pool.startedAt[id];
    const waited = pool.startedAt[id] - pool.arrivedAt[id];
    const flow = flowOutcomes[router.flowOf[pool.route[id]]];
    const stretch = this.warmUp || this.executor instanceof SharedCpuExecutor ? held / this.ownSeconds(id) : 1;
    const { queue, route } = router.leave(pool.route[id]);
    pool.birth[id] += held;
    for (let k = 0; k < REPRESENTATIVES; k++) {
      const share = Math.floor(weight * (k + 1) / REPRESENTATIVES) - Math.floor(weight * k / REPRESENTATIVES);
      const service = this.sampleOne ? this.sampleOne() * this.slowness * stretch : held;
      const served = pool.served[id * REPRESENTATIVES + k] += service;
      if (share === 0) continue;
      outcomes.serve(waited + service, share);
      if (!queue) flow.serve(now - pool.birth[id] + served, share);
    }
    if (queue) {
      pool.route[id] = route;
      queue.push(id, now);
    } else {
      pool.release(id);
    }
  }

  /** The request, or the attempt, is lost; its client may try again. */
  private lose(id: number, failure: Failure, now: number): void {
    this.fail(id, failure, now);
    this.pool.release(id);
  }

  private fail(id: number, failure: Failure, now: number): void {
    const { pool, context } = this;
    const flow = context.router.flowOf[pool.route[id]];
    context.outcomes.fail(failure, pool.weight[id]);
    if (context.clients[flow]?.retry(id, now)) return;
    context.flowOutcomes[flow].fail(failure, pool.weight[id]);
  }

  /** Handles the deadline of a present request: it leaves its queue, or its service continues without a caller. */
  private giveUp(id: number, now: number): void {
    if (id < 0) return;
    if (Number.isNaN(this.pool.startedAt[id])) {
      this.queues.expire(this.dispatcher.queueOf(id), now);
    } else {
      this.abandoned.add(id);
      this.fail(id, 'timedOut', now);
    }
  }

  /** Releases a request whose caller has given up before; false for any other. */
  private forget(id: number): boolean {
    if (!this.deadlines || !this.abandoned.delete(id)) return false;
    this.pool.release(id);
    return true;
  }

  private slowByWarmUp(id: number, pod: number, { factor, seconds }: WarmUp, now: number): void {
    const { pool, servers } = this;
    const age = now - servers.openedAt[pod];
    const warmth = age < seconds ? 1 + (factor - 1) * (1 - age / seconds) : 1;
    pool.service[id] *= warmth / pool.warmth[id];
    pool.warmth[id] = warmth;
  }

  /** Seconds that a batch would hold its slot on a warm pod at full speed. */
  private ownSeconds(id: number): number {
    return this.pool.service[id] / (this.warmUp ? this.pool.warmth[id] : 1);
  }

  private offerSlots(pods: readonly number[], now: number): void {
    for (const pod of pods) {
      for (let slot = this.servers.busy[pod]; slot < this.servers.capacity; slot++) this.offer(pod, now);
    }
  }

  /** A slot of the pod is free: the next request takes it. */
  private offer(pod: number, now: number): void {
    const id = this.dispatcher.next(pod, now);
    if (id >= 0) this.start(id, pod, now);
    else this.dispatcher.rest(pod);
  }

  /** Passes a slot to the next request without a change of the busy slots. */
  private handOver(pod: number, now: number): void {
    const id = this.dispatcher.next(pod, now);
    if (id >= 0) {
      this.serve(id, pod, now);
    } else {
      this.servers.vacate(pod, now);
      this.dispatcher.rest(pod);
    }
  }
}
