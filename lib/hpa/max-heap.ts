/** Max-heap of integers. */
export class MaxHeap {
  private readonly items: number[] = [];

  public get size(): number {
    return this.items.length;
  }

  public push(item: number): void {
    const { items } = this;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (items[parent] >= item) break;
      items[at] = items[parent];
      at = parent;
    }
    items[at] = item;
  }

  /** Removes and returns the largest integer; undefined if the heap is empty. */
  public pop(): number | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop()!;
    if (items.length === 0) return top;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && items[child + 1] > items[child]) child++;
      if (items[child] <= last) break;
      items[at] = items[child];
      at = child;
    }
    items[at] = last;
    return top;
  }
}
