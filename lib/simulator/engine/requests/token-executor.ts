import { doubled } from './columns';
import { type Executor } from './executor';
import { LatencyHistogram } from '../../run/latency-histogram';
import { type TokenService } from '../../world/service';
import { NEVER } from './never';
import { type RandomStream } from '../random/random-stream';
import { type RequestPool } from './request-pool';
import { meanOf, sampler, type Sampler } from '../random/sampler';
import { type ServerTable } from './server-table';
import { TimeHeap } from './time-heap';
import { type TokenResult } from '../../run/run';

const { max, min, round } = Math;

/** How far a pod has come with decoding. Every request of its batch gets a token at the same pace, so one clock of tokens serves all of them. */
interface Decoder {
  tokens: number;
  asOf: number;
  requests: number;
  next: number;
  /** Requests by the reading of the clock at which they end. */
  readonly ends: TimeHeap;
}

/**
 * A language model server. It prefills one prompt after the other, so that a pod never takes in more tokens a second than its model says; decoding is shared by
 * the batch, whose size changes with every request that joins or leaves, and goes on meanwhile.
 */
export class TokenExecutor implements Executor {
  private readonly timeToFirstToken = new LatencyHistogram();
  private readonly interTokenLatency = new LatencyHistogram();
  /** Others that want the time to the first token of every request, and the time to each token after that. */
  public readonly firstTokenProbes: LatencyHistogram[] = [];
  public readonly interTokenProbes: LatencyHistogram[] = [];
  public readonly podCapacity: number;
  private inputTokens = 0;
  private outputTokens = 0;
  private readonly prefills = new TimeHeap();
  /** Pods by the time of their next end; an entry that differs from its decoder's `next` is out of date. */
  private readonly ends = new TimeHeap();
  private readonly decoders: Decoder[] = [];
  /** Tokens of the requests in the pool, and when the first token came out. */
  private input = new Float64Array(256);
  private output = new Float64Array(256);
  private firstTokenAt = new Float64Array(256);
  /** By pod: when it has prefilled all prompts that it was given. */
  private readonly prefilledAt: number[] = [];
  private readonly sampleInput: Sampler;
  private readonly sampleOutput: Sampler;

  public static places(model: TokenService, batchSize: number): number {
    return Math.max(1, Math.round(model.maxBatch / batchSize));
  }

  public constructor(
    private readonly model: TokenService, private readonly pool: RequestPool, private readonly servers: ServerTable, random: RandomStream,
  ) {
    this.sampleInput = sampler(model.inputTokens, random);
    this.sampleOutput = sampler(model.outputTokens, random);
    const service = model.secondsPerInputToken * meanOf(model.inputTokens) + meanOf(model.outputTokens) * this.secondsPerToken(model.maxBatch);
    this.podCapacity = min(model.maxBatch / service, 1 / (model.secondsPerInputToken * meanOf(model.inputTokens)));
  }

  public get result(): TokenResult {
    const { timeToFirstToken, interTokenLatency, inputTokens, outputTokens } = this;
    return { timeToFirstToken, interTokenLatency, inputTokens, outputTokens };
  }

  public get nextTime(): number {
    const end = this.ends.firstTime;
    return end < this.prefills.firstTime ? end : this.prefills.firstTime;
  }

  public prepare(id: number, slowness: number): void {
    const { pool } = this;
    while (id >= this.input.length) this.grow();
    const known = pool.carriesTokens && pool.inputTokens[id] >= 0;
    this.input[id] = known ? pool.inputTokens[id] : max(1, round(this.sampleInput()));
    this.output[id] = known ? pool.outputTokens[id] : max(1, round(this.sampleOutput()));
    pool.service[id] = slowness;
  }

  public start(id: number, now: number): void {
    const { pool, prefilledAt } = this;
    const pod = pool.pod[id];
    const begin = max(now, prefilledAt[pod] ?? now);
    prefilledAt[pod] = begin + this.model.secondsPerInputToken * this.input[id] * pool.service[id] * pool.weight[id];
    this.prefills.push(prefilledAt[pod], id);
  }

  public step(): number {
    const now = this.nextTime;
    return now === this.prefills.firstTime ? this.join(this.prefills.pop(), now) : this.leave(this.ends.pop(), now);
  }

  public abort(pod: number, now: number): number[] {
    const aborted = this.prefills.extract((id) => this.pool.pod[id] === pod);
    this.prefilledAt[pod] = now;
    const decoder = this.decoders[pod];
    if (!decoder) return aborted;
    this.advance(pod, decoder, now);
    decoder.requests = 0;
    aborted.push(...decoder.ends.extract(() => true));
    this.reschedule(pod, decoder);
    return aborted;
  }

  /** Output tokens that the pod's server has counted up to now. */
  public tokensOut(pod: number, now: number): number {
    const decoder = this.decoders[pod];
    const underWay = decoder?.requests ? (now - decoder.asOf) / this.secondsPerToken(decoder.requests) * decoder.requests : 0;
    return this.servers.outputTokens[pod] + underWay;
  }

  private join(id: number, now: number): number {
    const { pool, servers } = this;
    const pod = pool.pod[id];
    const weight = pool.weight[id];
    const decoder = (this.decoders[pod] ??= { tokens: 0, asOf: now, requests: 0, next: NEVER, ends: new TimeHeap() });
    this.advance(pod, decoder, now);
    decoder.requests += weight;
    servers.inputTokens[pod] += weight * this.input[id];
    this.inputTokens += weight * this.input[id];
    this.firstTokenAt[id] = now + this.secondsPerToken(decoder.requests) * pool.service[id];
    decoder.ends.push(decoder.tokens + this.output[id] * pool.service[id], id);
    this.reschedule(pod, decoder);
    return -1;
  }

  private leave(pod: number, now: number): number {
    const { pool } = this;
    const decoder = this.decoders[pod];
    this.advance(pod, decoder, now);
    const id = decoder.ends.pop();
    const weight = pool.weight[id];
    const tokens = this.output[id];
    decoder.requests -= weight;
    this.outputTokens += weight * tokens;
    const first = min(now, this.firstTokenAt[id]);
    this.timeToFirstToken.record(first - pool.arrivedAt[id], weight);
    for (const probe of this.firstTokenProbes) probe.record(first - pool.arrivedAt[id], weight);
    if (tokens > 1) {
      this.interTokenLatency.record((now - first) / (tokens - 1), weight);
      for (const probe of this.interTokenProbes) probe.record((now - first) / (tokens - 1), weight * (tokens - 1));
    }
    this.reschedule(pod, decoder);
    return id;
  }

  private advance(pod: number, decoder: Decoder, now: number): void {
    if (decoder.requests > 0) {
      const tokens = (now - decoder.asOf) / this.secondsPerToken(decoder.requests);
      decoder.tokens += tokens;
      this.servers.outputTokens[pod] += tokens * decoder.requests;
    }
    decoder.asOf = now;
  }

  private reschedule(pod: number, decoder: Decoder): void {
    const left = max(0, decoder.ends.firstTime - decoder.tokens);
    decoder.next = left === NEVER ? NEVER : decoder.asOf + left * this.secondsPerToken(decoder.requests);
    if (decoder.next < NEVER) this.ends.push(decoder.next, pod);
    while (this.ends.firstTime < NEVER && this.decoders[this.ends.firstId].next !== this.ends.firstTime) this.ends.pop();
  }

  /** Seconds from one token to the next when so many requests decode; beyond the largest batch they take turns. */
  private secondsPerToken(requests: number): number {
    const { secondsPerOutputToken, secondsPerOutputTokenPerRequest, maxBatch } = this.model;
    return (secondsPerOutputToken + secondsPerOutputTokenPerRequest * min(requests, maxBatch)) * max(1, requests / maxBatch);
  }

  private grow(): void {
    this.input = doubled(this.input);
    this.output = doubled(this.output);
    this.firstTokenAt = doubled(this.firstTokenAt);
  }
}
