import { doubled } from './columns';

const INITIAL = 256;

/** Number of requests of a batch that are simulated individually for the spread of latencies. */
export const REPRESENTATIVES = 4;

/** Requests of all workloads, as rows of columns; a row is reused as soon as its request has left. */
export class RequestPool {
  /** Arrival time at its current workload. */
  public arrivedAt = new Float64Array(INITIAL);
  /** Time at which it entered its flow; in batches plus the time in service, so that the rest is waiting time. */
  public birth = new Float64Array(INITIAL);
  public route = new Int32Array(INITIAL);
  /** Requests in it: more than one in a batch. */
  public weight = new Int32Array(INITIAL);
  /** Seconds of service, or a factor on them where they depend on the others. */
  public service = new Float64Array(INITIAL);
  public startedAt = new Float64Array(INITIAL);
  /** Number of the attempt, from 1; no rows unless clients retry. */
  public attempt: Uint8Array;
  /** Grows with each request that a row holds; no rows unless clients retry. */
  public generation: Int32Array;
  /** Factor on the seconds of service that the pod adds to the request's own; no rows unless pods warm up. */
  public warmth: Float64Array;
  /** Below 0: not known. No rows unless some traffic knows its tokens. */
  public inputTokens: Float64Array;
  public outputTokens: Float64Array;
  /** The pod that serves it. */
  public pod = new Int32Array(INITIAL);
  /** The next one in the same queue, or in the list of free rows; -1 ends both. */
  public next = new Int32Array(INITIAL);
  /** Seconds in service so far of each representative; no rows unless requests come in batches. */
  public served: Float64Array;
  private firstFree = -1;
  private used = 0;

  /**
   * @param carriesBatches without it every row is one request.
   * @param carriesTokens true where any traffic knows the tokens of its requests.
   * @param carriesAttempts true where clients retry.
   * @param carriesWarmth true where pods warm up.
   */
  public constructor(
    public readonly carriesBatches: boolean, public readonly carriesTokens: boolean,
    public readonly carriesAttempts = false, public readonly carriesWarmth = false,
  ) {
    this.attempt = new Uint8Array(carriesAttempts ? INITIAL : 0);
    this.generation = new Int32Array(carriesAttempts ? INITIAL : 0);
    this.warmth = new Float64Array(carriesWarmth ? INITIAL : 0);
    const tokens = carriesTokens ? INITIAL : 0;
    this.inputTokens = new Float64Array(tokens);
    this.outputTokens = new Float64Array(tokens);
    this.served = new Float64Array(carriesBatches ? INITIAL * REPRESENTATIVES : 0);
  }

  /** A request, or a batch of them, that enters its flow; tokens below 0 are not known. */
  public add(birth: number, route: number, weight: number, inputTokens: number, outputTokens: number): number {
    let id = this.firstFree;
    if (id >= 0) {
      this.firstFree = this.next[id];
    } else {
      if (this.used === this.next.length) this.grow();
      id = this.used++;
    }
    this.birth[id] = birth;
    this.route[id] = route;
    this.weight[id] = weight;
    if (this.carriesAttempts) {
      this.attempt[id] = 1;
      this.generation[id]++;
    }
    if (this.carriesWarmth) this.warmth[id] = 1;
    if (this.carriesTokens) {
      this.inputTokens[id] = inputTokens;
      this.outputTokens[id] = outputTokens;
    }
    if (this.carriesBatches) this.served.fill(0, id * REPRESENTATIVES, (id + 1) * REPRESENTATIVES);
    return id;
  }

  public release(id: number): void {
    if (this.carriesAttempts) this.generation[id]++;
    this.next[id] = this.firstFree;
    this.firstFree = id;
  }

  private grow(): void {
    this.arrivedAt = doubled(this.arrivedAt);
    this.birth = doubled(this.birth);
    this.route = doubled(this.route);
    this.weight = doubled(this.weight);
    this.service = doubled(this.service);
    this.startedAt = doubled(this.startedAt);
    this.attempt = doubled(this.attempt);
    this.generation = doubled(this.generation);
    this.warmth = doubled(this.warmth);
    this.inputTokens = doubled(this.inputTokens);
    this.outputTokens = doubled(this.outputTokens);
    this.pod = doubled(this.pod);
    this.next = doubled(this.next);
    this.served = doubled(this.served);
  }
}
