import { type RequestPool } from './request-pool';

/** Number of the queue that all pods of a workload share; a pod's own queue has the pod's number. */
export const SHARED_QUEUE = 0;

/** Head, tail and number of requests of each queue. */
export interface QueueColumns {
  readonly waiting: Int32Array;
  readonly head: Int32Array;
  readonly tail: Int32Array;
}

/**
 * First-in-first-out queues of waiting requests, linked through the pool. A request leaves its queue when its caller
 * gives up.
 */
export class RequestQueues {
  /** Requests, not batches, in all queues. */
  public queued = 0;
  /** Most requests in all queues at once. */
  public peak = 0;
  private integral = 0;
  private readonly expires: boolean;

  /** @param onExpired receives each request that waited for `timeout` seconds; it has left its queue. */
  public constructor(
    private readonly pool: RequestPool, private readonly columns: QueueColumns, private readonly timeout: number,
    private readonly onExpired: (id: number, deadline: number) => void,
  ) {
    this.expires = timeout < Infinity;
  }

  /** Sum over the requests of the seconds that they waited up to now. */
  public queuedSeconds(now: number): number {
    return this.integral + this.queued * now;
  }

  public length(queue: number): number {
    return this.columns.waiting[queue];
  }

  public append(id: number, queue: number, now: number): void {
    const { pool, columns } = this;
    pool.next[id] = -1;
    if (columns.waiting[queue]++ === 0) columns.head[queue] = id;
    else pool.next[columns.tail[queue]] = id;
    columns.tail[queue] = id;
    this.grow(pool.weight[id], now);
  }

  /** Puts a request before all others, as one that has to be served again. */
  public prepend(id: number, queue: number, now: number): void {
    const { pool, columns } = this;
    pool.next[id] = columns.waiting[queue] === 0 ? -1 : columns.head[queue];
    if (columns.waiting[queue]++ === 0) columns.tail[queue] = id;
    columns.head[queue] = id;
    this.grow(pool.weight[id], now);
  }

  /** Arrival of the first request of a queue; Infinity when there is none. */
  public oldest(queue: number): number {
    return this.columns.waiting[queue] === 0 ? Infinity : this.pool.arrivedAt[this.columns.head[queue]];
  }

  /** Takes the first request whose caller still waits; -1 when there is none. */
  public take(queue: number, now: number): number {
    if (this.expires) this.expire(queue, now);
    return this.shift(queue, now);
  }

  /** Takes the requests whose callers have given up by now. */
  public expire(queue: number, now: number): void {
    const { columns, pool, timeout, onExpired } = this;
    if (!this.expires) return;
    while (columns.waiting[queue] > 0) {
      const deadline = pool.arrivedAt[columns.head[queue]] + timeout;
      if (deadline > now) return;
      onExpired(this.shift(queue, deadline), deadline);
    }
  }

  /** Takes the expired requests of the queues 0 to `queues` - 1. */
  public expireAll(queues: number, now: number): void {
    if (!this.expires || this.queued === 0) return;
    for (let queue = 0; queue < queues; queue++) this.expire(queue, now);
  }

  private shift(queue: number, now: number): number {
    const { pool, columns } = this;
    if (columns.waiting[queue] === 0) return -1;
    const id = columns.head[queue];
    columns.head[queue] = pool.next[id];
    columns.waiting[queue]--;
    this.queued -= pool.weight[id];
    this.integral += now * pool.weight[id];
    return id;
  }

  private grow(weight: number, now: number): void {
    this.queued += weight;
    if (this.queued > this.peak) this.peak = this.queued;
    this.integral -= now * weight;
  }
}
