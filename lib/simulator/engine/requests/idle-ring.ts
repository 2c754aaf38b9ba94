/** Free slots of pods, longest idle first. */
export class IdleRing {
  private pods = new Int32Array(64);
  private head = 0;
  private tail = 0;

  public get isEmpty(): boolean {
    return this.head === this.tail;
  }

  public push(pod: number): void {
    if (this.tail - this.head === this.pods.length) this.resize();
    this.pods[this.tail++ & (this.pods.length - 1)] = pod;
  }

  public shift(): number {
    return this.pods[this.head++ & (this.pods.length - 1)];
  }

  /** Removes all slots of a pod. */
  public remove(pod: number): void {
    const { length } = this.pods;
    let kept = this.head;
    for (let position = this.head; position < this.tail; position++) {
      const other = this.pods[position & (length - 1)];
      if (other !== pod) this.pods[kept++ & (length - 1)] = other;
    }
    this.tail = kept;
  }

  private resize(): void {
    const size = this.pods.length;
    const grown = new Int32Array(2 * size);
    for (let position = 0; position < size; position++) grown[position] = this.pods[(this.head + position) & (size - 1)];
    this.pods = grown;
    this.head = 0;
    this.tail = size;
  }
}
