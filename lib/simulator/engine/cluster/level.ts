/** Step function of time with its integral and its maximum. */
export class Level {
  private current = 0;
  private accumulated = 0;
  private since = 0;
  private highest = 0;

  public get value(): number {
    return this.current;
  }

  public get peak(): number {
    return this.highest;
  }

  public change(by: number, now: number): void {
    this.accumulated = this.integral(now);
    this.since = now;
    this.current += by;
    this.highest = Math.max(this.highest, this.current);
  }

  public integral(now: number): number {
    return this.accumulated + this.current * (now - this.since);
  }
}
