import { Endpoints, podChoice, type PodChoice } from './balancing';
import { type Executor } from './executor';
import { IdleRing } from './idle-ring';
import { LatencyHistogram } from './latency-histogram';
import { REPRESENTATIVES, type MessageQueue } from './message-queue';
import { type Failure, type OutcomeRecorder } from './outcome-recorder';
import { RandomStream } from './random-stream';
import { RequestPool } from './request-pool';
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
  private readonly pool: RequestPool;
  private readonly choice?: PodChoice;
  private readonly idle = new IdleRing();
  private readonly timeout: number;
  private readonly losesPatience: boolean;
  private readonly longestLine: number;
  private readonly sampleOne?: Sampler;

  public constructor(workload: Workload, private readonly context: StationContext) {
    const { seed, batchSize } = context;
    const { service, balancer } = workload;
    const random = new RandomStream(seed, workload.id, 'service');
    this.pool = new RequestPool(batchSize > 1);
    if (service.kind === 'slots') {
      this.servers = new ServerTable(SlotExecutor.places(service, batchSize));
      this.executor = new SlotExecutor(service, batchSize, this.pool, random);
      this.slotsPerPlace = service.concurrency / this.servers.capacity;
      this.sampleOne = sampler(service.time, new RandomStream(seed, workload.id, 'representatives'));
    } else {
      this.servers = new ServerTable(TokenExecutor.places(service, batchSize));
      this.executor = new TokenExecutor(service, this.pool, this.servers, random, context.router.carriesTokens);
      this.slotsPerPlace = service.maxBatch / this.servers.capacity;
    }
    this.timeout = service.timeoutSeconds;
    this.losesPatience = this.timeout < Infinity;
    this.longestLine = service.queueLimit / batchSize;
    this.lines = new WaitingLines(this.pool, this.servers, this.timeout);
    this.choice = podChoice(balancer, this.endpoints, this.servers, new RandomStream(seed, workload.id, 'balancer'), batchSize);
  }

  /** Requests that are here, waiting or in service. */
  public get present(): number {
    return this.lines.queued + this.inService;
  }

  /** Whether all pods take from one waiting list. */
  public get hasSharedLine(): boolean {
    return this.choice === undefined;
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
        this.arrive(this.pool.take(queue), arrival);
      }
    }
    if (this.losesPatience && this.lines.queued > 0) this.expireAll(until);
  }

  /** The pod takes requests from now on. */
  public open(pod: number, now: number): void {
    this.servers.accepting[pod] = 1;
    this.endpoints.add(pod);
    if (this.choice) return;
    for (let place = this.servers.busy[pod]; place < this.servers.capacity; place++) this.offer(pod, now);
  }

  /** Balancers no longer know the pod. */
  public withdraw(pod: number): void {
    this.endpoints.remove(pod);
  }

  /** The application takes no more requests; it goes on with what it has. */
  public close(pod: number): void {
    this.servers.accepting[pod] = 0;
    this.idle.remove(pod);
  }

  /** Whether a pod has nothing left to do. */
  public isDrained(pod: number): boolean {
    return this.servers.busy[pod] === 0 && this.servers.waiting[pod] === 0;
  }

  /** The process ends at once: what it serves and what waits at it is lost. */
  public kill(pod: number, now: number): void {
    this.close(pod);
    for (const id of this.executor.abort(pod, now)) {
      this.vacate(id, now);
      this.lose(id, 'killed');
    }
    for (let id = this.lines.take(pod, now); id >= 0; id = this.lines.take(pod, now)) this.lose(id, 'killed');
    this.servers.incarnation[pod]++;
  }

  private arrive(id: number, now: number): void {
    this.context.outcomes.arrived += this.pool.weight[id];
    this.executor.prepare(id, this.slowness);
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
    if (this.servers.waiting[line] >= this.longestLine) this.expire(line, now);
    if (this.servers.waiting[line] >= this.longestLine) this.lose(id, 'refused');
    else this.lines.append(id, line, now);
  }

  private start(id: number, pod: number, now: number): void {
    const { pool } = this;
    pool.pod[id] = pod;
    pool.startedAt[id] = now;
    this.inService += pool.weight[id];
    this.waiting.record(now - pool.arrivedAt[id], pool.weight[id]);
    this.servers.occupy(pod, now);
    this.executor.start(id, now);
  }

  private vacate(id: number, now: number): void {
    this.inService -= this.pool.weight[id];
    this.servers.vacate(this.pool.pod[id], now);
  }

  private complete(id: number, now: number): void {
    const { pool } = this;
    const pod = pool.pod[id];
    this.vacate(id, now);
    this.servers.answered[pod] += pool.weight[id];
    if (now - pool.arrivedAt[id] > this.timeout) {
      this.lose(id, 'timedOut');
    } else if (this.context.batchSize === 1) {
      this.context.outcomes.serve(now - pool.arrivedAt[id], 1);
      this.forward(id, now);
    } else {
      this.serveBatch(id, now);
    }
    this.offer(pod, now);
  }

  private forward(id: number, now: number): void {
    const { pool } = this;
    const { queue, route } = this.context.router.leave(pool.route[id]);
    if (queue) queue.push(now, pool.birth[id], route, 1, pool.inputTokens[id], pool.outputTokens[id]);
    else this.context.flowOutcomes[this.context.router.flowOf[pool.route[id]]].serve(now - pool.birth[id], 1);
    pool.release(id);
  }

  /** A batch waits as one, but some of its requests keep service times of their own, so that latencies spread as they would. */
  private serveBatch(id: number, now: number): void {
    const { pool } = this;
    const { router, outcomes, flowOutcomes } = this.context;
    const route = pool.route[id];
    const weight = pool.weight[id];
    const held = now - pool.startedAt[id];
    const waited = pool.startedAt[id] - pool.arrivedAt[id];
    const birth = pool.birth[id] + held;
    const link = router.leave(route);
    const message = link.queue?.push(now, birth, link.route, weight, pool.inputTokens[id], pool.outputTokens[id]);
    for (let k = 0; k < REPRESENTATIVES; k++) {
      const share = Math.floor(weight * (k + 1) / REPRESENTATIVES) - Math.floor(weight * k / REPRESENTATIVES);
      const service = this.sampleOne ? this.sampleOne() * this.slowness : held;
      const served = pool.served[id * REPRESENTATIVES + k] + service;
      if (share > 0) outcomes.serve(waited + service, share);
      if (message !== undefined) link.queue!.served[message * REPRESENTATIVES + k] = served;
      else if (share > 0) flowOutcomes[router.flowOf[route]].serve(now - birth + served, share);
    }
    pool.release(id);
  }

  private lose(id: number, failure: Failure): void {
    const { pool, context } = this;
    context.outcomes.fail(failure, pool.weight[id]);
    context.flowOutcomes[context.router.flowOf[pool.route[id]]].fail(failure, pool.weight[id]);
    pool.release(id);
  }

  /** A place of the pod is free: the next one in line takes it. */
  private offer(pod: number, now: number): void {
    const line = this.choice ? pod : SHARED_LINE;
    if (!this.choice && this.servers.accepting[pod] === 0) return;
    if (this.losesPatience) this.expire(line, now);
    const id = this.lines.take(line, now);
    if (id >= 0) this.start(id, pod, now);
    else if (!this.choice) this.idle.push(pod);
  }

  private expire(line: number, now: number): void {
    for (let id = this.lines.takeExpired(line, now); id >= 0; id = this.lines.takeExpired(line, now)) this.lose(id, 'timedOut');
  }

  private expireAll(now: number): void {
    for (let line = 0; line < this.servers.rows; line++) this.expire(line, now);
  }
}
