import { REPRESENTATIVES, type MessageQueue } from './message-queue';

const INITIAL = 256;

/** The requests at one workload, as rows of columns; a row is used again as soon as its request has left. */
export class RequestPool {
  public arrivedAt = new Float64Array(INITIAL);
  public birth = new Float64Array(INITIAL);
  public route = new Int32Array(INITIAL);
  /** Requests in it: more than one in a batch. */
  public weight = new Int32Array(INITIAL).fill(1);
  /** Seconds of service, or NaN where that depends on the others. */
  public service = new Float64Array(INITIAL);
  public startedAt = new Float64Array(INITIAL);
  public inputTokens = new Float64Array(INITIAL);
  public outputTokens = new Float64Array(INITIAL);
  /** The pod that serves it. */
  public pod = new Int32Array(INITIAL);
  /** The next one in the same queue, or in the list of free rows; -1 ends both. */
  public next = new Int32Array(INITIAL);
  /** Seconds in service so far of each representative; no rows unless requests come in batches. */
  public served: Float64Array;
  private firstFree = -1;
  private used = 0;

  public constructor(carriesBatches: boolean) {
    this.served = new Float64Array(carriesBatches ? INITIAL * REPRESENTATIVES : 0);
  }

  /** Moves the first message of a queue into the pool. */
  public take(queue: MessageQueue): number {
    let id = this.firstFree;
    if (id >= 0) {
      this.firstFree = this.next[id];
    } else {
      if (this.used === this.next.length) this.grow();
      id = this.used++;
    }
    const message = queue.shift();
    this.arrivedAt[id] = queue.times[message];
    this.birth[id] = queue.births[message];
    this.route[id] = queue.routes[message];
    if (queue.carriesTokens) {
      this.inputTokens[id] = queue.inputTokens[message];
      this.outputTokens[id] = queue.outputTokens[message];
    }
    if (queue.carriesBatches) {
      this.weight[id] = queue.weights[message];
      for (let k = 0; k < REPRESENTATIVES; k++) this.served[id * REPRESENTATIVES + k] = queue.served[message * REPRESENTATIVES + k];
    }
    return id;
  }

  public release(id: number): void {
    this.next[id] = this.firstFree;
    this.firstFree = id;
  }

  private grow(): void {
    const double = <T extends Float64Array | Int32Array>(column: T): T => {
      const grown = new (column.constructor as new (length: number) => T)(2 * column.length);
      grown.set(column);
      return grown;
    };
    this.arrivedAt = double(this.arrivedAt);
    this.birth = double(this.birth);
    this.route = double(this.route);
    this.weight = double(this.weight).fill(1, this.weight.length);
    this.service = double(this.service);
    this.startedAt = double(this.startedAt);
    this.inputTokens = double(this.inputTokens);
    this.outputTokens = double(this.outputTokens);
    this.pod = double(this.pod);
    this.next = double(this.next);
    this.served = double(this.served);
  }
}
