import { NEVER } from './never';

/** How many requests of a batch are followed one by one for the spread of latencies. */
export const REPRESENTATIVES = 4;

/** Requests on their way from one place to the next, in order of time: a ring of columns. */
export class MessageQueue {
  /** When the first one arrives; Infinity when there is none. */
  public firstTime = NEVER;
  public times = new Float64Array(64);
  /** When it entered its flow; in batches moved on by the time in service, so that what is left is waiting. */
  public births = new Float64Array(64);
  public routes = new Int32Array(64);
  public weights = new Int32Array(64);
  public inputTokens = new Float64Array(64);
  public outputTokens = new Float64Array(64);
  /** Seconds in service so far of each representative of a batch. */
  public served: Float64Array;
  private head = 0;
  private tail = 0;

  /** @param carriesBatches without it every message is one request. @param carriesTokens whether any flow has them. */
  public constructor(public readonly carriesBatches: boolean, public readonly carriesTokens: boolean) {
    this.served = new Float64Array(carriesBatches ? 64 * REPRESENTATIVES : 0);
  }

  public get length(): number {
    return this.tail - this.head;
  }

  /** Appends a message and returns its index in the columns. `inputTokens` below 0: none are known. */
  public push(time: number, birth: number, route: number, weight: number, inputTokens: number, outputTokens: number): number {
    if (this.tail - this.head === this.times.length) this.grow();
    const index = this.tail++ & (this.times.length - 1);
    if (this.firstTime === NEVER) this.firstTime = time;
    this.times[index] = time;
    this.births[index] = birth;
    this.routes[index] = route;
    if (this.carriesTokens) {
      this.inputTokens[index] = inputTokens;
      this.outputTokens[index] = outputTokens;
    }
    if (this.carriesBatches) {
      this.weights[index] = weight;
      this.served.fill(0, index * REPRESENTATIVES, (index + 1) * REPRESENTATIVES);
    }
    return index;
  }

  /** Index of the first message in the columns, which it leaves: valid until the next push. */
  public shift(): number {
    const mask = this.times.length - 1;
    const index = this.head++ & mask;
    this.firstTime = this.head === this.tail ? NEVER : this.times[this.head & mask];
    return index;
  }

  private grow(): void {
    const size = this.times.length;
    const from = this.head & (size - 1);
    const unwrap = <T extends Float64Array | Int32Array>(column: T, width = 1): T => {
      if (column.length === 0) return column;
      const grown = new (column.constructor as new (length: number) => T)(2 * column.length);
      grown.set(column.subarray(from * width));
      grown.set(column.subarray(0, from * width), (size - from) * width);
      return grown;
    };
    this.times = unwrap(this.times);
    this.births = unwrap(this.births);
    this.routes = unwrap(this.routes);
    this.weights = unwrap(this.weights);
    this.inputTokens = unwrap(this.inputTokens);
    this.outputTokens = unwrap(this.outputTokens);
    this.served = unwrap(this.served, REPRESENTATIVES);
    this.head = 0;
    this.tail = size;
  }
}
