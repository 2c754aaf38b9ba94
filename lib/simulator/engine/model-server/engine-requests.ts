import { type EngineLimits, type PrefixCaching } from '../../world/world';
import { doubled } from '../requests/columns';
import { type Sampler } from '../random/sampler';
import { type RequestPool } from '../requests/request-pool';

const { ceil, floor, max, min, round } = Math;

/** The requests that engines serve, as columns beside those of the pool. */
export class EngineRequests {
  /** Tokens of the prompt and of the answer. */
  public input = new Float64Array(256);
  public output = new Float64Array(256);
  /**
   * Tokens to be computed before the next token comes out: the prompt, after a preemption the answer so far as well.
   */
  public target = new Float64Array(256);
  /** Tokens of the target that are computed. */
  public computed = new Float64Array(256);
  /** Tokens of the target that were found in the cache. */
  public cached = new Float64Array(256);
  /** Prompt tokens in the step that runs. */
  public chunk = new Float64Array(256);
  /** Tokens of the answer that are out; of a decoding request, at the time of its last prefill. */
  public generated = new Float64Array(256);
  /** Computed tokens of a decoding request less the steps of its pod, which stays the same while it decodes. */
  public lead = new Float64Array(256);
  /** Step of its pod with which a decoding request ends. */
  public lastStep = new Float64Array(256);
  public firstTokenAt = new Float64Array(256);
  /** Time of its last token before a preemption. */
  public lastTokenAt = new Float64Array(256);
  /** Below 0 until it is scheduled for the first time. */
  public scheduledAt = new Float64Array(256);
  /** Neighbours in the order in which the requests of a pod were scheduled; -1 at its ends. */
  public before = new Int32Array(256);
  public after = new Int32Array(256);
  private readonly longest: number;

  public constructor(
    private readonly pool: RequestPool, private readonly limits: EngineLimits, private readonly prefix: PrefixCaching | undefined,
    private readonly sampleInput: Sampler, private readonly sampleOutput: Sampler,
  ) {
    this.longest = min(limits.maxModelLen, limits.kvBlocks * limits.blockSize);
  }

  /** Draws the tokens of a request, or takes those that it came with, within the model length. */
  public prepare(id: number): void {
    while (id >= this.input.length) this.grow();
    const { pool, longest } = this;
    const known = pool.carriesTokens && pool.inputTokens[id] >= 0;
    const input = known ? max(1, round(pool.inputTokens[id])) : max(1, round(this.sampleInput()));
    const output = known ? max(1, round(pool.outputTokens[id])) : max(1, round(this.sampleOutput()));
    this.input[id] = min(input, max(1, longest - 1));
    this.output[id] = min(output, max(1, longest - this.input[id]));
    this.target[id] = this.input[id];
    this.computed[id] = 0;
    this.cached[id] = 0;
    this.generated[id] = 0;
    this.scheduledAt[id] = -1;
  }

  /** Tokens of the prompt that a pod finds in its cache, in whole blocks; the last token is always computed. */
  public cachedTokens(id: number, knowsPrefix: boolean): number {
    const { prefix, limits: { blockSize } } = this;
    if (!prefix) return 0;
    const found = prefix.kind === 'hit-rate' ? prefix.hitRate * this.input[id] : knowsPrefix ? prefix.tokens : 0;
    return floor(min(found, this.input[id] - 1) / blockSize) * blockSize;
  }

  /** Blocks that a request, or each request of a batch, takes for so many tokens. */
  public blocksFor(id: number, tokens: number): number {
    return this.pool.weight[id] * ceil(tokens / this.limits.blockSize);
  }

  private grow(): void {
    this.input = doubled(this.input);
    this.output = doubled(this.output);
    this.target = doubled(this.target);
    this.computed = doubled(this.computed);
    this.cached = doubled(this.cached);
    this.chunk = doubled(this.chunk);
    this.generated = doubled(this.generated);
    this.lead = doubled(this.lead);
    this.lastStep = doubled(this.lastStep);
    this.firstTokenAt = doubled(this.firstTokenAt);
    this.lastTokenAt = doubled(this.lastTokenAt);
    this.scheduledAt = doubled(this.scheduledAt);
    this.before = doubled(this.before);
    this.after = doubled(this.after);
  }
}
