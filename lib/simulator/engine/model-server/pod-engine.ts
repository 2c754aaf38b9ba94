import { type EngineLimits, type PrefixCaching } from '../../world/world';
import { NEVER } from '../requests/never';
import { type RequestPool } from '../requests/request-pool';
import { TimeHeap } from '../requests/time-heap';
import { type EngineContext, type EngineListener } from './engine-context';
import { type EngineRequests } from './engine-requests';
import { pairsOf, type StepTime } from './step-time';

const { floor, max, min } = Math;

/**
 * The engine of one pod, step by step as the scheduler of vLLM V1: running requests come first, each with a token or
 * the rest of its prompt; waiting ones join in order of arrival while budget and blocks last; where blocks run out, the
 * request scheduled last gives its blocks back and is computed again later. Steps that only decode are taken together
 * up to the next one that differs.
 */
export class PodEngine {
  /** End of its step, or of its row of equal steps; Infinity while it is idle. */
  public next = NEVER;
  public preemptions = 0;
  /** Prompt tokens looked up in the prefix cache, and those found. */
  public prefixQueries = 0;
  public prefixHits = 0;
  /** Requests, not rows, that decode. */
  private decoding = 0;
  /** Rows that run, prefill included. */
  private running = 0;
  private runningRequests = 0;
  private waitingRequests = 0;
  /** Steps up to the begin of the row of steps that runs. */
  private clock = 0;
  private began = 0;
  private steps = 0;
  private isRunning = false;
  private readonly ends = new TimeHeap();
  /** Computed tokens of the decoding requests. */
  private context = 0;
  /** Decoding requests by the remainder of their lead: they need a new block together. */
  private readonly phases: Float64Array;
  /** The phase whose requests need a block in the next step. */
  private duePhase = 0;
  private blocks = 0;
  private readonly waiting: number[] = [];
  /** Requests with prompt tokens in the step; entries from `promptCount` on are out of date. */
  private readonly prompts: number[] = [];
  private promptCount = 0;
  /** The running request whose prompt is not computed to its end; -1 where there is none. */
  private partial = -1;
  private first = -1;
  private last = -1;
  private slownessSum = 0;
  /** Mean slowness of the requests in the step. */
  private slowness = 1;
  private knowsPrefix = false;
  private prefixUsers = 0;

  private readonly pool: RequestPool;
  private readonly requests: EngineRequests;
  private readonly stepTime: StepTime;
  private readonly listener: EngineListener;
  private readonly limits: EngineLimits;
  private readonly prefix: PrefixCaching | undefined;

  public constructor(private readonly pod: number, public readonly incarnation: number, { pool, requests, stepTime, listener, limits, prefix }: EngineContext) {
    this.pool = pool;
    this.requests = requests;
    this.stepTime = stepTime;
    this.listener = listener;
    this.limits = limits;
    this.prefix = prefix;
    this.phases = new Float64Array(limits.blockSize);
  }

  /** Requests that run in the step of this moment. */
  public get runningNow(): number {
    return this.runningRequests;
  }

  /** Requests that wait in the engine: for the end of the step, for blocks, or to be computed again. */
  public get waitingNow(): number {
    return this.waitingRequests;
  }

  /** Blocks in use in the step of this moment. */
  public blocksAt(now: number): number {
    const further = this.isRunning && this.promptCount === 0 ? this.blocksOfSteps(min(this.steps, this.completedAt(now) + 1)) : 0;
    return this.blocks + further;
  }

  /** Tokens of the row of steps that runs, as far as it has come. */
  public tokensUnderWay(now: number): number {
    return this.isRunning && this.promptCount === 0 ? this.completedAt(now) * this.decoding : 0;
  }

  /** A request joins the waiting ones; returns whether `next` has changed. */
  public add(id: number, now: number): boolean {
    const { pool } = this;
    this.waiting.push(id);
    this.waitingRequests += pool.weight[id];
    if (!this.isRunning) {
      if (this.next !== NEVER) return false;
      this.next = now;
      return true;
    }
    if (this.waiting.length > 1 || this.promptCount > 0 || this.steps === 1) return false;
    const seconds = (now - this.began) / this.slowness;
    const steps = this.stepTime.stepsWithin(max(0, seconds), this.decoding, this.context);
    if (steps >= this.steps) return false;
    this.planDecode(steps);
    return true;
  }

  /** Ends the step, or the row of steps, that is due. */
  public settle(): void {
    if (!this.isRunning) return;
    const { steps, decoding, context, next, began } = this;
    this.isRunning = false;
    this.blocks += this.blocksOfSteps(steps);
    if (decoding > 0) {
      this.context += decoding * steps;
      this.listener.onDecoded(this.pod, steps, decoding, context, next - began);
    }
    this.clock += steps;
    this.duePhase = this.phaseOf(1);
    for (let index = 0; index < this.promptCount; index++) this.endChunk(this.prompts[index], next);
    this.promptCount = 0;
  }

  /** Takes a request whose last token is out; -1 where there is none. */
  public takeEnded(): number {
    if (this.ends.firstTime > this.clock) return -1;
    const id = this.ends.pop();
    this.leaveDecoding(id);
    this.unlink(id);
    return id;
  }

  /**
   * Schedules the next step, or the next row of equal ones. A step that preempts admits no request, so that the next
   * one differs.
   */
  public schedule(now: number): void {
    this.began = now;
    const preempted = this.preemptions;
    this.makeRoomForDecoding(now);
    let budget = max(0, this.limits.maxNumBatchedTokens - this.decoding);
    if (this.partial >= 0) budget -= this.continuePrompt(this.partial, budget, now);
    if (this.preemptions === preempted && (this.partial < 0 || this.endsInStep(this.partial))) this.admit(budget, now);
    this.blocks += this.phases[this.duePhase];
    this.slowness = this.running === 0 ? 1 : this.slownessSum / this.running;
    if (this.promptCount > 0) this.planPrompts();
    else if (this.decoding > 0) this.planDecode(this.preemptions > preempted ? 1 : this.stepsThatFit(this.ends.firstTime - this.clock));
    else this.next = NEVER;
  }

  /** Stops everything; returns all requests, running ones in the order of their schedule, then waiting ones. */
  public abort(): number[] {
    const aborted: number[] = [];
    for (let id = this.first; id >= 0; id = this.requests.after[id]) aborted.push(id);
    this.next = NEVER;
    return [...aborted, ...this.waiting];
  }

  private planDecode(steps: number): void {
    this.steps = steps;
    this.isRunning = true;
    this.next = this.began + this.slowness * this.stepTime.decodeSteps(steps, this.decoding, this.context);
  }

  private planPrompts(): void {
    const { pool, requests, stepTime } = this;
    let [prompts, tokens, pairs] = [0, 0, 0];
    for (let index = 0; index < this.promptCount; index++) {
      const id = this.prompts[index];
      prompts += pool.weight[id];
      tokens += pool.weight[id] * requests.chunk[id];
      pairs += pool.weight[id] * pairsOf(requests.chunk[id], requests.computed[id]);
    }
    this.steps = 1;
    this.isRunning = true;
    this.next = this.began + this.slowness * stepTime.mixed({ prompts, tokens, pairs }, this.decoding, this.context);
  }

  /** Preempts requests until each that decodes has a block for its next token. */
  private makeRoomForDecoding(now: number): void {
    while (this.phases[this.duePhase] > this.free && this.running > 1) this.preempt(this.last, now);
  }

  /**
   * Plans the next chunk of a prompt that runs; returns its tokens. Without blocks for it, the request, which was
   * scheduled last, is preempted.
   */
  private continuePrompt(id: number, budget: number, now: number): number {
    const { requests } = this;
    const weight = this.pool.weight[id];
    const chunk = this.chunkOf(id, budget);
    if (chunk === 0) return 0;
    const blocks = this.ownBlocks(id, requests.computed[id] + chunk) - this.ownBlocks(id, requests.computed[id]);
    if (blocks > this.free - this.phases[this.duePhase] && this.running > 1) {
      this.preempt(id, now);
      return 0;
    }
    this.blocks += blocks;
    requests.chunk[id] = chunk;
    this.prompts[this.promptCount++] = id;
    return weight * chunk;
  }

  private admit(budget: number, now: number): void {
    const { requests, pool, listener } = this;
    const reserved = this.phases[this.duePhase];
    while (this.waiting.length > 0 && budget >= 1) {
      const id = this.waiting[0];
      const cached = requests.cachedTokens(id, this.knowsPrefix);
      requests.cached[id] = cached;
      requests.computed[id] = cached;
      const chunk = this.chunkOf(id, budget);
      if (chunk === 0) return;
      const prefixBlocks = this.sharesPrefix(id) && this.prefixUsers === 0 ? cached / this.limits.blockSize : 0;
      const blocks = this.ownBlocks(id, cached + chunk) + prefixBlocks;
      if (blocks > this.free - reserved && this.running > 0) return;
      this.waiting.shift();
      this.waitingRequests -= pool.weight[id];
      this.append(id);
      this.blocks += blocks;
      if (this.sharesPrefix(id)) this.prefixUsers++;
      if (this.prefix) this.prefixQueries += pool.weight[id] * requests.target[id];
      this.prefixHits += pool.weight[id] * cached;
      requests.chunk[id] = chunk;
      this.prompts[this.promptCount++] = id;
      budget -= pool.weight[id] * chunk;
      if (requests.computed[id] + chunk < requests.target[id]) this.partial = id;
      if (requests.scheduledAt[id] < 0) {
        requests.scheduledAt[id] = now;
        listener.onScheduled(id, now);
      }
    }
  }

  /**
   * Tokens that a request computes within a budget; a batch of requests above the whole budget still gets on, a token a
   * step.
   */
  private chunkOf(id: number, budget: number): number {
    const { requests, pool } = this;
    const least = this.decoding === 0 && this.promptCount === 0 ? 1 : 0;
    return min(requests.target[id] - requests.computed[id], max(least, floor(budget / pool.weight[id])));
  }

  private endsInStep(id: number): boolean {
    const { requests } = this;
    return this.promptCount > 0 && this.prompts[0] === id && requests.computed[id] + requests.chunk[id] === requests.target[id];
  }

  private endChunk(id: number, now: number): void {
    const { requests, pool, listener, prefix } = this;
    requests.computed[id] += requests.chunk[id];
    if (prefix?.kind === 'shared-prefix' && requests.computed[id] >= prefix.tokens) this.knowsPrefix = true;
    if (requests.computed[id] < requests.target[id]) return;
    if (this.partial === id) this.partial = -1;
    const weight = pool.weight[id];
    const computed = requests.computed[id];
    requests.lead[id] = computed - this.clock;
    this.phases[this.remainder(requests.lead[id])] += weight;
    this.decoding += weight;
    this.context += weight * computed;
    if (requests.generated[id] === 0) listener.onFirstToken(id, now);
    else listener.onResumed(id, now);
    requests.generated[id]++;
    requests.lastStep[id] = this.clock + requests.output[id] - requests.generated[id];
    this.ends.push(requests.lastStep[id], id);
  }

  private preempt(id: number, now: number): void {
    const { requests, pool } = this;
    if (id === this.partial) {
      this.partial = -1;
      this.release(id, requests.computed[id]);
    } else {
      this.ends.extract((other) => other === id);
      requests.generated[id] = requests.output[id] - (requests.lastStep[id] - this.clock);
      requests.lastTokenAt[id] = now;
      this.leaveDecoding(id);
    }
    this.unlink(id);
    requests.target[id] = requests.input[id] + requests.generated[id];
    requests.computed[id] = 0;
    this.preemptions += pool.weight[id];
    this.waiting.unshift(id);
    this.waitingRequests += pool.weight[id];
  }

  private leaveDecoding(id: number): void {
    const { requests, pool } = this;
    const weight = pool.weight[id];
    const computed = requests.lead[id] + this.clock;
    this.phases[this.remainder(requests.lead[id])] -= weight;
    this.decoding -= weight;
    this.context -= weight * computed;
    this.release(id, computed);
  }

  private release(id: number, computed: number): void {
    this.blocks -= this.ownBlocks(id, computed);
    if (!this.sharesPrefix(id)) return;
    this.prefixUsers--;
    if (this.prefixUsers === 0) this.blocks -= this.requests.cached[id] / this.limits.blockSize;
  }

  private sharesPrefix(id: number): boolean {
    return this.prefix?.kind === 'shared-prefix' && this.requests.cached[id] > 0;
  }

  /** Blocks that a request holds for itself. */
  private ownBlocks(id: number, tokens: number): number {
    const { requests, pool, limits } = this;
    const shared = this.sharesPrefix(id) ? requests.cached[id] / limits.blockSize : 0;
    return requests.blocksFor(id, tokens) - pool.weight[id] * shared;
  }

  private get free(): number {
    return this.limits.kvBlocks - this.blocks;
  }

  /** The phase of requests that need a block in the n-th step from the clock on. */
  private phaseOf(step: number): number {
    return this.remainder(-(this.clock + step - 1));
  }

  private remainder(value: number): number {
    const { blockSize } = this.limits;
    return ((value % blockSize) + blockSize) % blockSize;
  }

  /** Blocks that so many steps take beyond those of the first. */
  private blocksOfSteps(steps: number): number {
    if (this.decoding === 0 || steps <= 1) return 0;
    const { blockSize } = this.limits;
    const { phases } = this;
    const cycles = floor((steps - 1) / blockSize);
    let blocks = cycles * this.decoding;
    let phase = this.phaseOf(2);
    for (let step = 2 + cycles * blockSize; step <= steps; step++) {
      blocks += phases[phase];
      phase = phase === 0 ? blockSize - 1 : phase - 1;
    }
    return blocks;
  }

  /**
   * Decode steps, up to those wanted, for which the free blocks suffice; at least the first, whose blocks are taken.
   */
  private stepsThatFit(wanted: number): number {
    const { blockSize } = this.limits;
    let free = max(0, this.free);
    if (free >= this.decoding * (wanted / blockSize + 1)) return wanted;
    const cycles = floor(free / this.decoding);
    let steps = 1 + cycles * blockSize;
    free -= cycles * this.decoding;
    for (let further = 0; further < blockSize; further++) {
      free -= this.phases[this.phaseOf(steps + 1)];
      if (free < 0) break;
      steps++;
    }
    return min(steps, wanted);
  }

  /** Steps of the row of decode steps that have ended by a time. */
  private completedAt(now: number): number {
    const { stepTime } = this;
    const seconds = (now - this.began) / this.slowness;
    const steps = min(this.steps, stepTime.stepsWithin(max(0, seconds), this.decoding, this.context));
    return stepTime.decodeSteps(steps, this.decoding, this.context) <= seconds + 1e-9 ? steps : steps - 1;
  }

  private append(id: number): void {
    const { requests, pool } = this;
    requests.before[id] = this.last;
    requests.after[id] = -1;
    if (this.last >= 0) requests.after[this.last] = id;
    else this.first = id;
    this.last = id;
    this.running++;
    this.runningRequests += pool.weight[id];
    this.slownessSum += pool.service[id];
  }

  private unlink(id: number): void {
    const { requests, pool } = this;
    const [before, after] = [requests.before[id], requests.after[id]];
    if (before >= 0) requests.after[before] = after;
    else this.first = after;
    if (after >= 0) requests.before[after] = before;
    else this.last = before;
    this.running--;
    this.runningRequests -= pool.weight[id];
    this.slownessSum -= pool.service[id];
  }
}
