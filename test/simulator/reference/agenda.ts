interface Entry {
  readonly time: number;
  readonly order: number;
  readonly action: () => void;
}

/** Actions in the order of their times, and of their entry where times are equal. */
export class Agenda {
  public now = 0;
  private readonly heap: Entry[] = [];
  private entered = 0;

  public at(time: number, action: () => void): void {
    const { heap } = this;
    const entry = { time, order: this.entered++, action };
    let place = heap.length;
    heap.push(entry);
    for (let parent = (place - 1) >> 1; place > 0 && isBefore(entry, heap[parent]); parent = (place - 1) >> 1) {
      heap[place] = heap[parent];
      place = parent;
    }
    heap[place] = entry;
  }

  public every(period: number, first: number, action: () => void): void {
    this.at(first, () => {
      action();
      this.every(period, first + period, action);
    });
  }

  public runUntil(end: number): void {
    while (this.heap.length > 0 && this.heap[0].time <= end) {
      const { time, action } = this.takeFirst();
      this.now = time;
      action();
    }
    this.now = end;
  }

  private takeFirst(): Entry {
    const { heap } = this;
    const [first] = heap;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++;
      if (!isBefore(heap[child], last)) break;
      heap[place] = heap[child];
      place = child;
    }
    heap[place] = last;
    return first;
  }
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.time < other.time || (one.time === other.time && one.order < other.order);
}
