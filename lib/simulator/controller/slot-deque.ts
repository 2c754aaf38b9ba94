/** Slot numbers with two ends, in a ring that grows. */
export class SlotDeque {
  private ring = new Int32Array(8);
  private head = 0;
  private length = 0;

  public get isEmpty(): boolean {
    return this.length === 0;
  }

  public clear(): void {
    this.head = 0;
    this.length = 0;
  }

  public get front(): number {
    return this.ring[this.head];
  }

  public get back(): number {
    return this.ring[(this.head + this.length - 1) & (this.ring.length - 1)];
  }

  public pushBack(slot: number): void {
    if (this.length === this.ring.length) this.grow();
    this.ring[(this.head + this.length) & (this.ring.length - 1)] = slot;
    this.length++;
  }

  public popFront(): void {
    this.head = (this.head + 1) & (this.ring.length - 1);
    this.length--;
  }

  public popBack(): void {
    this.length--;
  }

  private grow(): void {
    const grown = new Int32Array(this.ring.length * 2);
    for (let i = 0; i < this.length; i++) grown[i] = this.ring[(this.head + i) & (this.ring.length - 1)];
    this.ring = grown;
    this.head = 0;
  }
}
