import { type RequestPool } from './request-pool';
import { type ServerTable } from './server-table';

/** The number of the waiting list that all pods of a workload share; a pod's own has the pod's number. */
export const SHARED_LINE = 0;

/** First-in-first-out lists of waiting requests, linked through the pool. */
export class WaitingLines {
  /** Requests, not batches, in all lists. */
  public queued = 0;
  private integral = 0;

  public constructor(private readonly pool: RequestPool, private readonly servers: ServerTable, private readonly timeout: number) {}

  /** Sum over the requests of the seconds that they waited up to now. */
  public queuedSeconds(now: number): number {
    return this.integral + this.queued * now;
  }

  public append(id: number, line: number, now: number): void {
    const { pool, servers } = this;
    pool.next[id] = -1;
    if (servers.waiting[line]++ === 0) servers.head[line] = id;
    else pool.next[servers.tail[line]] = id;
    servers.tail[line] = id;
    this.queued += pool.weight[id];
    this.integral -= now * pool.weight[id];
  }

  /** Takes the first request of a list; -1 when there is none. */
  public take(line: number, now: number): number {
    const { pool, servers } = this;
    if (servers.waiting[line] === 0) return -1;
    const id = servers.head[line];
    servers.head[line] = pool.next[id];
    servers.waiting[line]--;
    this.queued -= pool.weight[id];
    this.integral += now * pool.weight[id];
    return id;
  }

  /** Takes the first request of a list whose caller has given up by now; -1 when there is none. */
  public takeExpired(line: number, now: number): number {
    if (this.servers.waiting[line] === 0) return -1;
    const deadline = this.pool.arrivedAt[this.servers.head[line]] + this.timeout;
    return deadline <= now ? this.take(line, deadline) : -1;
  }
}
