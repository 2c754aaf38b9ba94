import { NEVER } from './never';
import { type RequestPool } from './request-pool';

/**
 * Deadlines of the requests of a station, in the order of their arrival: with one timeout for all, the earliest comes
 * first.
 */
export class Deadlines {
  /** Deadline of the first pending request; Infinity when there is none. */
  public firstTime = NEVER;
  private ids = new Int32Array(64);
  private generations = new Int32Array(64);
  private times = new Float64Array(64);
  private head = 0;
  private tail = 0;

  public constructor(private readonly pool: RequestPool, private readonly timeout: number) {}

  public push(id: number, arrived: number): void {
    if (this.tail - this.head === this.ids.length) this.grow();
    const entry = this.tail++ & (this.ids.length - 1);
    this.ids[entry] = id;
    this.generations[entry] = this.pool.generation[id];
    this.times[entry] = arrived;
    this.firstTime = this.times[this.head & (this.ids.length - 1)] + this.timeout;
  }

  /** Takes the first deadline; returns its request, or -1 where that has left the station. */
  public shift(): number {
    const { pool } = this;
    const entry = this.head++ & (this.ids.length - 1);
    const id = this.ids[entry];
    const isHere = pool.generation[id] === this.generations[entry] && pool.arrivedAt[id] === this.times[entry];
    this.firstTime = this.head === this.tail ? NEVER : this.times[this.head & (this.ids.length - 1)] + this.timeout;
    return isHere ? id : -1;
  }

  private grow(): void {
    const size = this.ids.length;
    const [ids, generations, times] = [new Int32Array(2 * size), new Int32Array(2 * size), new Float64Array(2 * size)];
    for (let position = this.head; position < this.tail; position++) {
      const from = position & (size - 1);
      const to = position - this.head;
      ids[to] = this.ids[from];
      generations[to] = this.generations[from];
      times[to] = this.times[from];
    }
    [this.ids, this.generations, this.times] = [ids, generations, times];
    this.tail -= this.head;
    this.head = 0;
  }
}
