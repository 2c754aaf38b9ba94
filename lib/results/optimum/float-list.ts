/** Growable list of numbers in a typed array. */
export class FloatList {
  private values = new Float64Array(1024);
  private count = 0;

  public get length(): number {
    return this.count;
  }

  public push(value: number): void {
    if (this.count === this.values.length) {
      const larger = new Float64Array(this.values.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.count++] = value;
  }

  /** Returns the numbers without a copy; the list must not grow afterwards. */
  public toArray(): Float64Array {
    return this.values.subarray(0, this.count);
  }
}
