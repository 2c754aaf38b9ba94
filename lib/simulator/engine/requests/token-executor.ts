import { LatencyHistogram } from '../../run/latency-histogram';
import { type TokenService } from '../../world/service';
import { type TokenResult } from '../../run/run';
import { EngineRequests } from '../model-server/engine-requests';
import { type EngineContext } from '../model-server/engine-context';
import { PodEngine } from '../model-server/pod-engine';
import { podCapacity } from '../model-server/capacity';
import { StepTime } from '../model-server/step-time';
import { type RandomStream } from '../random/random-stream';
import { sampler } from '../random/sampler';
import { type Executor } from './executor';
import { NEVER } from './never';
import { type RequestPool } from './request-pool';
import { type ServerTable } from './server-table';
import { TimeHeap } from './time-heap';

const { ceil, max, min, round } = Math;

/** Maximum number of parts into which the durations of equal steps are divided for a histogram of gaps. */
const GAP_PARTS = 8;

/** Optional histograms of a model server's durations. */
export interface EngineProbes {
  readonly 'first-token': LatencyHistogram[];
  /** Every time between two tokens of a request. */
  readonly 'inter-token': LatencyHistogram[];
  /** The mean of these of each request. */
  readonly 'token-mean': LatencyHistogram[];
  readonly queue: LatencyHistogram[];
  readonly prefill: LatencyHistogram[];
  readonly decode: LatencyHistogram[];
  readonly inference: LatencyHistogram[];
}

/** Gauges and counters of an engine at a moment. */
export interface EngineGauges {
  readonly running: number;
  readonly waiting: number;
  /** Share of the blocks of the KV cache in use. */
  readonly kvUsage: number;
  readonly preemptions: number;
  readonly prefixQueries: number;
  readonly prefixHits: number;
}

const NO_GAUGES: EngineGauges = { running: 0, waiting: 0, kvUsage: 0, preemptions: 0, prefixQueries: 0, prefixHits: 0 };

/** A language model server with continuous batching: an engine for each pod. */
export class TokenExecutor implements Executor {
  public readonly podCapacity: number;
  public readonly probes: EngineProbes = { 'first-token': [], 'inter-token': [], 'token-mean': [], queue: [], prefill: [], decode: [], inference: [] };
  private readonly timeToFirstToken = new LatencyHistogram();
  private readonly interTokenLatency = new LatencyHistogram();
  private readonly queueTime = new LatencyHistogram();
  private inputTokens = 0;
  private outputTokens = 0;
  private preemptions = 0;
  private readonly shared: EngineContext;
  private readonly requests: EngineRequests;
  private readonly engines: Array<PodEngine | undefined> = [];
  /** Pods by the time of their next step; an entry that differs from its engine's `next` is out of date. */
  private readonly steps = new TimeHeap();

  public static places({ limits: { maxNumSeqs } }: TokenService, batchSize: number): number {
    return max(1, round(maxNumSeqs / batchSize));
  }

  /** @param throttle factor by which the CPU limit of the pod makes each step longer. */
  public constructor(
    private readonly model: TokenService, private readonly pool: RequestPool, private readonly servers: ServerTable, random: RandomStream,
    private readonly throttle = 1,
  ) {
    const stepTime = new StepTime(model.step);
    this.requests = new EngineRequests(pool, model.limits, model.prefixCaching, sampler(model.inputTokens, random), sampler(model.outputTokens, random));
    this.shared = { pool, requests: this.requests, limits: model.limits, prefix: model.prefixCaching, stepTime, listener: this };
    this.podCapacity = podCapacity(model, stepTime) / throttle;
  }

  public get result(): TokenResult {
    const { timeToFirstToken, interTokenLatency, queueTime, inputTokens, outputTokens } = this;
    const preemptions = this.preemptions + this.engines.reduce((sum, engine) => sum + (engine?.preemptions ?? 0), 0);
    return { timeToFirstToken, interTokenLatency, queueTime, inputTokens, outputTokens, preemptions };
  }

  public get nextTime(): number {
    return this.steps.firstTime;
  }

  public prepare(id: number, slowness: number): void {
    this.requests.prepare(id);
    this.pool.service[id] = slowness * this.throttle;
  }

  public start(id: number, now: number): void {
    const pod = this.pool.pod[id];
    const engine = this.engineOf(pod);
    if (!engine.add(id, now)) return;
    this.steps.push(engine.next, pod);
    this.prune();
  }

  public step(): number {
    const pod = this.steps.firstId;
    const engine = this.engines[pod]!;
    const now = engine.next;
    engine.settle();
    const id = engine.takeEnded();
    if (id >= 0) return this.leave(id, now);
    engine.schedule(now);
    if (engine.next < NEVER) this.steps.replaceFirst(engine.next, pod);
    else this.steps.pop();
    this.prune();
    return -1;
  }

  public abort(pod: number): number[] {
    const engine = this.engines[pod];
    if (!engine) return [];
    const aborted = engine.abort();
    this.preemptions += engine.preemptions;
    this.engines[pod] = undefined;
    this.prune();
    return aborted;
  }

  /** Output tokens that the pod's engine has counted up to now. */
  public tokensOut(pod: number, now: number): number {
    return this.servers.outputTokens[pod] + (this.currentEngine(pod)?.tokensUnderWay(now) ?? 0);
  }

  public gauges(pod: number, now: number): EngineGauges {
    const engine = this.currentEngine(pod);
    if (!engine) return NO_GAUGES;
    const { runningNow: running, waitingNow: waiting, preemptions, prefixQueries, prefixHits } = engine;
    const { kvBlocks } = this.model.limits;
    return { running, waiting, kvUsage: kvBlocks === Infinity ? 0 : min(1, engine.blocksAt(now) / kvBlocks), preemptions, prefixQueries, prefixHits };
  }

  public onScheduled(id: number, now: number): void {
    const { pool } = this;
    this.queueTime.record(now - pool.arrivedAt[id], pool.weight[id]);
    this.tell('queue', now - pool.arrivedAt[id], pool.weight[id]);
  }

  public onFirstToken(id: number, now: number): void {
    const { pool, servers, requests } = this;
    const weight = pool.weight[id];
    servers.inputTokens[pool.pod[id]] += weight * requests.input[id];
    servers.outputTokens[pool.pod[id]] += weight;
    this.inputTokens += weight * requests.input[id];
    requests.firstTokenAt[id] = now;
    this.timeToFirstToken.record(now - pool.arrivedAt[id], weight);
    this.tell('first-token', now - pool.arrivedAt[id], weight);
    this.tell('prefill', now - requests.scheduledAt[id], weight);
  }

  public onResumed(id: number, now: number): void {
    const weight = this.pool.weight[id];
    this.servers.outputTokens[this.pool.pod[id]] += weight;
    this.tell('inter-token', now - this.requests.lastTokenAt[id], weight);
  }

  public onDecoded(pod: number, steps: number, requests: number, context: number, seconds: number): void {
    this.servers.outputTokens[pod] += steps * requests;
    if (this.probes['inter-token'].length === 0) return;
    const { stepTime } = this.shared;
    const whole = steps === 1 ? 0 : stepTime.decodeSteps(steps, requests, context);
    const factor = whole > 0 ? seconds / whole : 0;
    const size = ceil(steps / GAP_PARTS);
    for (let done = 0; done < steps; done += size) {
      const part = min(size, steps - done);
      const gap = whole > 0 ? factor * stepTime.decodeSteps(part, requests, context + done * requests) / part : seconds / steps;
      this.tell('inter-token', gap, part * requests);
    }
  }

  private leave(id: number, now: number): number {
    const { pool, requests } = this;
    const weight = pool.weight[id];
    const tokens = requests.output[id];
    this.outputTokens += weight * tokens;
    this.tell('decode', now - requests.firstTokenAt[id], weight);
    this.tell('inference', now - requests.scheduledAt[id], weight);
    if (tokens > 1) {
      const mean = (now - requests.firstTokenAt[id]) / (tokens - 1);
      this.interTokenLatency.record(mean, weight);
      this.tell('token-mean', mean, weight);
    }
    return id;
  }

  private tell(kind: keyof EngineProbes, seconds: number, weight: number): void {
    const probes = this.probes[kind];
    for (let probe = 0; probe < probes.length; probe++) probes[probe].record(seconds, weight);
  }

  private prune(): void {
    while (this.steps.firstTime < NEVER && this.engines[this.steps.firstId]?.next !== this.steps.firstTime) this.steps.pop();
  }

  /** Returns the engine of the current process; it shares no state with an earlier one in the same row. */
  private engineOf(pod: number): PodEngine {
    const current = this.currentEngine(pod);
    if (current) return current;
    this.preemptions += this.engines[pod]?.preemptions ?? 0;
    return (this.engines[pod] = new PodEngine(pod, this.servers.incarnation[pod], this.shared));
  }

  private currentEngine(pod: number): PodEngine | undefined {
    const engine = this.engines[pod];
    return engine?.incarnation === this.servers.incarnation[pod] ? engine : undefined;
  }
}
