import { NEVER } from './never';
import { type RequestPool } from './request-pool';

/** Requests between two stages, in order of time: a list linked through the pool. */
export class MessageQueue {
  /** Arrival of the first message; Infinity when there is none. */
  public firstTime = NEVER;
  private first = -1;
  private last = -1;

  public constructor(private readonly pool: RequestPool) {}

  /** Appends a request that arrives at `time`, which is not before the one that it follows. */
  public push(id: number, time: number): void {
    const { pool } = this;
    pool.arrivedAt[id] = time;
    pool.next[id] = -1;
    if (this.first < 0) {
      this.first = id;
      this.firstTime = time;
    } else {
      pool.next[this.last] = id;
    }
    this.last = id;
  }

  /** Takes the first request; there must be one. */
  public shift(): number {
    const { pool, first } = this;
    const next = pool.next[first];
    this.first = next;
    this.firstTime = next < 0 ? NEVER : pool.arrivedAt[next];
    return first;
  }
}
