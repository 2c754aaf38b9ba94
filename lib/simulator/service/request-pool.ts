import { doubled } from './columns';
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
    this.arrivedAt = doubled(this.arrivedAt);
    this.birth = doubled(this.birth);
    this.route = doubled(this.route);
    this.weight = doubled(this.weight).fill(1, this.weight.length);
    this.service = doubled(this.service);
    this.startedAt = doubled(this.startedAt);
    this.inputTokens = doubled(this.inputTokens);
    this.outputTokens = doubled(this.outputTokens);
    this.pod = doubled(this.pod);
    this.next = doubled(this.next);
    this.served = doubled(this.served);
  }
}
