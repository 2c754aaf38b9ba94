import { doubled } from './columns';
import { NEVER } from './never';

/** Heap of ids by time, earliest first; equal times in a deterministic order. */
export class TimeHeap {
  /** Time of the earliest entry; Infinity when there is none. */
  public firstTime = NEVER;
  private times = new Float64Array(64);
  private ids = new Int32Array(64);
  private size = 0;

  public get length(): number {
    return this.size;
  }

  /** The earliest entry; meaningless when there is none. */
  public get firstId(): number {
    return this.ids[0];
  }

  public push(time: number, id: number): void {
    if (this.size === this.times.length) this.grow();
    const { times, ids } = this;
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (times[parent] <= time) break;
      times[hole] = times[parent];
      ids[hole] = ids[parent];
      hole = parent;
    }
    times[hole] = time;
    ids[hole] = id;
    this.firstTime = times[0];
  }

  /** Takes the earliest entry; there must be one. */
  public pop(): number {
    const first = this.ids[0];
    const last = --this.size;
    if (last === 0) {
      this.firstTime = NEVER;
    } else {
      this.sink(this.times[last], this.ids[last]);
      this.firstTime = this.times[0];
    }
    return first;
  }

  /** Replaces the earliest entry; there must be one. */
  public replaceFirst(time: number, id: number): void {
    this.sink(time, id);
    this.firstTime = this.times[0];
  }

  /** Takes out every entry whose number satisfies the condition, in no particular order. */
  public extract(condition: (id: number) => boolean): number[] {
    const taken: number[] = [];
    const entries = this.size;
    const { times, ids } = this;
    const kept: Array<[number, number]> = [];
    for (let entry = 0; entry < entries; entry++) {
      if (condition(ids[entry])) taken.push(ids[entry]);
      else kept.push([times[entry], ids[entry]]);
    }
    this.size = 0;
    this.firstTime = NEVER;
    for (const [time, id] of kept) this.push(time, id);
    return taken;
  }

  private sink(time: number, id: number): void {
    const { times, ids, size } = this;
    let hole = 0;
    for (let child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && times[child + 1] < times[child]) child++;
      if (times[child] >= time) break;
      times[hole] = times[child];
      ids[hole] = ids[child];
      hole = child;
    }
    times[hole] = time;
    ids[hole] = id;
  }

  private grow(): void {
    this.times = doubled(this.times);
    this.ids = doubled(this.ids);
  }
}
