import { Endpoints, podChoice, type PodChoice } from './balancing';
import { type Executor } from './executor';
import { IdleRing } from './idle-ring';
import { LatencyHistogram } from './latency-histogram';
import { type MessageQueue } from './message-queue';
import { type Failure, type OutcomeRecorder } from './outcome-recorder';
import { PartitionedLog } from './partitioned-log';
import { RandomStream } from './random-stream';
import { REPRESENTATIVES, type RequestPool } from './request-pool';
import { type Router } from './router';
import { sampler, type Sampler } from './sampler';
import { ServerTable } from './server-table';
import { SlotExecutor } from './slot-executor';
import { TokenExecutor } from './token-executor';
import { SHARED_LINE, WaitingLines } from './waiting-lines';
import { type Workload } from '../world';

/** What a station shares with the rest of the world. */
export interface StationContext {
  readonly seed: number;
  readonly batchSize: number;
  readonly pool: RequestPool;
  readonly router: Router;
  readonly inputs: readonly MessageQueue[];
  readonly outcomes: OutcomeRecorder;
  /** By flow. */
  readonly flowOutcomes: readonly OutcomeRecorder[];
}

/**
 * The requests at one workload: they arrive, wait, are served by pods, leave for the next workload or are lost.
 * Time moves on in windows between two events of the cluster; inside a window every request keeps its own instant.
 */
export class Station {
  public readonly servers: ServerTable;
  public readonly endpoints = new Endpoints();
  public readonly lines: WaitingLines;
  public readonly executor: Executor;
  /** Seconds from arrival to the start of service. */
  public readonly waiting = new LatencyHistogram();
  /** Requests in service. */
  public inService = 0;
  /** Factor on the service time of requests that arrive from now on. */
  public slowness = 1;
  /** Slots of the service model for each place of a pod: 1, or more or less when requests come in batches. */
  public readonly slotsPerPlace: number;
  /** Only where pods read partitions. */
  public readonly log?: PartitionedLog;
  private readonly pool: RequestPool;
  private readonly choice?: PodChoice;
  private readonly idle = new IdleRing();
  private readonly timeout: number;
  private readonly losesPatience: boolean;
  private readonly longestLine: number;
  private readonly sampleOne?: Sampler;

  public constructor(workload: Workload, private readonly context: StationContext) {
    const { seed, batchSize, pool } = context;
    const { service, balancer } = workload;
    const random = new RandomStream(seed, workload.id, 'service');
    this.pool = pool;
    if (service.kind === 'slots') {
      this.servers = new ServerTable(SlotExecutor.places(service, batchSize));
      this.executor = new SlotExecutor(service, batchSize, pool, random);
      this.slotsPerPlace = service.concurrency / this.servers.capacity;
      this.sampleOne = sampler(service.time, new RandomStream(seed, workload.id, 'representatives'));
    } else {
      this.servers = new ServerTable(TokenExecutor.places(service, batchSize));
      this.executor = new TokenExecutor(service, pool, this.servers, random);
      this.slotsPerPlace = service.maxBatch / this.servers.capacity;
    }
    this.timeout = service.timeoutSeconds;
    this.losesPatience = this.timeout < Infinity;
    this.longestLine = service.queueLimit / batchSize;
    if (balancer.kind === 'partitions') this.log = new PartitionedLog(balancer.partitions, new RandomStream(seed, workload.id, 'partitions'), batchSize);
    this.lines = new WaitingLines(pool, this.log ?? this.servers, this.timeout);
    this.choice = podChoice(balancer, this.endpoints, this.servers, new RandomStream(seed, workload.id, 'balancer'), batchSize);
  }

  /** Requests that are here, waiting or in service. */
  public get present(): number {
    return this.lines.queued + this.inService;
  }

  /** Whether all pods take from one waiting list. */
  public get hasSharedLine(): boolean {
    return this.choice === undefined && this.log === undefined;
  }

  /** Requests that wait for one pod and no other. */
  public waitingAt(pod: number): number {
    let waiting = this.servers.waiting[pod];
    this.log?.forEachOf(pod, (partition) => { waiting += this.log!.waiting[partition]; });
    return waiting * this.context.batchSize;
  }

  /** The fate of the requests that come here. */
  public get outcomes(): OutcomeRecorder {
    return this.context.outcomes;
  }

  /** Moves on to `until`: everything before it has happened then. */
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
      if (next <= arrival) {
        if (next >= until) break;
        const id = executor.step();
        if (id >= 0) this.complete(id, next);
      } else {
        if (arrival >= until) break;
        this.arrive(queue.shift(), arrival);
      }
    }
    if (this.losesPatience && this.lines.queued > 0) this.expireAll(until);
  }

  /** The pod takes requests from now on. */
  public open(pod: number, now: number): void {
    this.servers.accepting[pod] = 1;
    this.endpoints.add(pod);
    if (this.choice) return;
    if (this.log) return this.rebalance(() => this.log!.join(pod), now);
    for (let place = this.servers.busy[pod]; place < this.servers.capacity; place++) this.offer(pod, now);
  }

  /** Balancers no longer know the pod. */
  public withdraw(pod: number): void {
    this.endpoints.remove(pod);
  }

  /** The application takes no more requests; it goes on with what it has. */
  public close(pod: number, now: number): void {
    this.servers.accepting[pod] = 0;
    this.idle.remove(pod);
    if (this.log) this.rebalance(() => this.log!.leave(pod), now);
  }

  /** Whether a pod has nothing left to do. */
  public isDrained(pod: number): boolean {
    return this.servers.busy[pod] === 0 && this.servers.waiting[pod] === 0;
  }

  /** The process ends at once: what it serves and what waits at it is lost. */
  public kill(pod: number, now: number): void {
    const aborted = this.executor.abort(pod, now);
    for (const id of aborted) {
      this.inService -= this.pool.weight[id];
      this.servers.vacate(pod, now);
    }
    if (this.log) for (const id of aborted.reverse()) this.readAgain(id, this.log, now);
    else for (const id of aborted) this.lose(id, 'killed');
    this.close(pod, now);
    if (!this.log) for (let id = this.lines.take(pod, now); id >= 0; id = this.lines.take(pod, now)) this.lose(id, 'killed');
    this.servers.incarnation[pod]++;
  }

  private arrive(id: number, now: number): void {
    this.context.outcomes.arrived += this.pool.weight[id];
    this.executor.prepare(id, this.slowness);
    if (this.log) return this.produce(id, this.log, now);
    if (!this.choice) {
      if (this.idle.isEmpty) this.wait(id, SHARED_LINE, now);
      else this.start(id, this.idle.shift(), now);
      return;
    }
    const { servers } = this;
    const pod = this.choice.pick(now);
    if (pod < 0 || servers.accepting[pod] === 0) this.lose(id, 'refused');
    else if (servers.busy[pod] < servers.capacity) this.start(id, pod, now);
    else this.wait(id, pod, now);
  }

  private wait(id: number, line: number, now: number): void {
    const columns = this.log ?? this.servers;
    if (this.losesPatience) this.expire(line, now);
    if (columns.waiting[line] >= this.longestLine) this.lose(id, 'refused');
    else this.lines.append(id, line, now);
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
    this.waiting.record(now - pool.arrivedAt[id], weight);
    this.log?.begin(id, weight);
    this.executor.start(id, now);
  }

  private complete(id: number, now: number): void {
    const { pool } = this;
    const pod = pool.pod[id];
    const weight = pool.weight[id];
    this.inService -= weight;
    this.servers.answered[pod] += weight;
    this.log?.end(id, weight, true);
    if (now - pool.arrivedAt[id] > this.timeout) {
      this.lose(id, 'timedOut');
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

  /** A batch waits as one, but some of its requests keep service times of their own, so that latencies spread as they would. */
  private serveBatch(id: number, now: number): void {
    const { pool } = this;
    const { router, outcomes, flowOutcomes } = this.context;
    const weight = pool.weight[id];
    const held = now - pool.startedAt[id];
    const waited = pool.startedAt[id] - pool.arrivedAt[id];
    const flow = flowOutcomes[router.flowOf[pool.route[id]]];
    const { queue, route } = router.leave(pool.route[id]);
    pool.birth[id] += held;
    for (let k = 0; k < REPRESENTATIVES; k++) {
      const share = Math.floor(weight * (k + 1) / REPRESENTATIVES) - Math.floor(weight * k / REPRESENTATIVES);
      const service = this.sampleOne ? this.sampleOne() * this.slowness : held;
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

  private lose(id: number, failure: Failure): void {
    const { pool, context } = this;
    context.outcomes.fail(failure, pool.weight[id]);
    context.flowOutcomes[context.router.flowOf[pool.route[id]]].fail(failure, pool.weight[id]);
    pool.release(id);
  }

  /** A message falls on a partition, and is served at once where its reader has a place and nothing came before it. */
  private produce(id: number, log: PartitionedLog, now: number): void {
    const partition = log.place(id);
    const pod = log.readerOf(partition);
    if (pod >= 0 && log.waiting[partition] === 0 && this.servers.busy[pod] < this.servers.capacity) this.start(id, pod, now);
    else this.wait(id, partition, now);
  }

  private readAgain(id: number, log: PartitionedLog, now: number): void {
    log.end(id, this.pool.weight[id], false);
    this.lines.prepend(id, log.partition(id), now);
  }

  /** Readers come or go; those that have a place read on from the partitions that they have now. */
  private rebalance(change: () => void, now: number): void {
    change();
    for (const pod of this.log!.pods) {
      for (let place = this.servers.busy[pod]; place < this.servers.capacity; place++) this.offer(pod, now);
    }
  }

  /** The message that has waited longest on any partition of the pod. */
  private oldestMessage(pod: number, log: PartitionedLog, now: number): number {
    let line = -1;
    let oldest = Infinity;
    log.forEachOf(pod, (partition) => {
      if (this.losesPatience) this.expire(partition, now);
      if (this.lines.oldest(partition) >= oldest) return;
      oldest = this.lines.oldest(partition);
      line = partition;
    });
    return line < 0 ? -1 : this.lines.take(line, now);
  }

  /** A place of the pod is free: the next one in line takes it. */
  private offer(pod: number, now: number): void {
    const id = this.nextFor(pod, now);
    if (id >= 0) this.start(id, pod, now);
    else this.rest(pod);
  }

  /** A request has left its place in the pod: the next one in line takes it over, and the pod stays as busy as it was. */
  private handOver(pod: number, now: number): void {
    const id = this.nextFor(pod, now);
    if (id >= 0) {
      this.serve(id, pod, now);
    } else {
      this.servers.vacate(pod, now);
      this.rest(pod);
    }
  }

  /** The request that a free place of the pod is for; -1 where there is none, or the pod takes none. */
  private nextFor(pod: number, now: number): number {
    if (this.log) return this.oldestMessage(pod, this.log, now);
    if (!this.choice && this.servers.accepting[pod] === 0) return -1;
    const line = this.choice ? pod : SHARED_LINE;
    if (this.losesPatience) this.expire(line, now);
    return this.lines.take(line, now);
  }

  private rest(pod: number): void {
    if (this.hasSharedLine && this.servers.accepting[pod] === 1) this.idle.push(pod);
  }

  private expire(line: number, now: number): void {
    for (let id = this.lines.takeExpired(line, now); id >= 0; id = this.lines.takeExpired(line, now)) this.lose(id, 'timedOut');
  }

  private expireAll(now: number): void {
    for (let line = 0; line < (this.log?.partitions ?? this.servers.rows); line++) this.expire(line, now);
  }
}
