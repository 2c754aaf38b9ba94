import { type RequestPool } from './request-pool';

/** The number of the waiting list that all pods of a workload share; a pod's own has the pod's number. */
export const SHARED_LINE = 0;

/** First, last and number of the requests in each list. */
export interface LineColumns {
  readonly waiting: Int32Array;
  readonly head: Int32Array;
  readonly tail: Int32Array;
}

/** First-in-first-out lists of waiting requests, linked through the pool. */
export class WaitingLines {
  /** Requests, not batches, in all lists. */
  public queued = 0;
  /** Most requests in all lists at once. */
  public peak = 0;
  private integral = 0;

  public constructor(private readonly pool: RequestPool, private readonly columns: LineColumns, private readonly timeout: number) {}

  /** Sum over the requests of the seconds that they waited up to now. */
  public queuedSeconds(now: number): number {
    return this.integral + this.queued * now;
  }

  public append(id: number, line: number, now: number): void {
    const { pool, columns } = this;
    pool.next[id] = -1;
    if (columns.waiting[line]++ === 0) columns.head[line] = id;
    else pool.next[columns.tail[line]] = id;
    columns.tail[line] = id;
    this.grow(pool.weight[id], now);
  }

  /** Puts a request before all others, as one that has to be served again. */
  public prepend(id: number, line: number, now: number): void {
    const { pool, columns } = this;
    pool.next[id] = columns.waiting[line] === 0 ? -1 : columns.head[line];
    if (columns.waiting[line]++ === 0) columns.tail[line] = id;
    columns.head[line] = id;
    this.grow(pool.weight[id], now);
  }

  /** When the first request of a list came; Infinity when there is none. */
  public oldest(line: number): number {
    return this.columns.waiting[line] === 0 ? Infinity : this.pool.arrivedAt[this.columns.head[line]];
  }

  /** Takes the first request of a list; -1 when there is none. */
  public take(line: number, now: number): number {
    const { pool, columns } = this;
    if (columns.waiting[line] === 0) return -1;
    const id = columns.head[line];
    columns.head[line] = pool.next[id];
    columns.waiting[line]--;
    this.queued -= pool.weight[id];
    this.integral += now * pool.weight[id];
    return id;
  }

  /** Takes the first request of a list whose caller has given up by now; -1 when there is none. */
  public takeExpired(line: number, now: number): number {
    if (this.columns.waiting[line] === 0) return -1;
    const deadline = this.pool.arrivedAt[this.columns.head[line]] + this.timeout;
    return deadline <= now ? this.take(line, deadline) : -1;
  }

  private grow(weight: number, now: number): void {
    this.queued += weight;
    if (this.queued > this.peak) this.peak = this.queued;
    this.integral -= now * weight;
  }
}
