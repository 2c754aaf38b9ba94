/** Receives requests that leave the line after a wait. */
export type Leave = (requests: number, wait: number) => void;

/** Entries that have left and are kept until they are half of all. */
const LONGEST_PAST = 1024;

/**
 * Requests in the order of their arrival, where the wait of each shows only once it is over: pods may come and go
 * meanwhile.
 */
export class ArrivalLine {
  /** Requests before the first of the line, whose waits are known already. */
  private ahead = 0;
  private times: number[] = [];
  private amounts: number[] = [];
  private head = 0;
  private total = 0;

  public get isEmpty(): boolean {
    return this.head === this.times.length;
  }

  /** Requests in the line. */
  public get length(): number {
    return this.total;
  }

  /** Begins a line behind so many requests. */
  public begin(ahead: number): void {
    this.ahead = ahead;
  }

  public push(time: number, requests: number): void {
    if (requests <= 0) return;
    this.times.push(time);
    this.amounts.push(requests);
    this.total += requests;
  }

  /** So many requests leave by a time. */
  public serve(requests: number, now: number, leave: Leave): void {
    const served = Math.min(this.ahead, requests);
    this.ahead -= served;
    let left = requests - served;
    while (left > 1e-12 && !this.isEmpty) left -= this.take(left, now, leave);
    this.tidy();
  }

  /** Those that came before a time leave. */
  public expire(before: number, now: number, leave: Leave): number {
    let expired = 0;
    while (!this.isEmpty && this.times[this.head] < before) expired += this.take(Infinity, now, leave);
    this.tidy();
    return expired;
  }

  private take(most: number, now: number, leave: Leave): number {
    const taken = Math.min(most, this.amounts[this.head]);
    leave(taken, Math.max(0, now - this.times[this.head]));
    this.amounts[this.head] -= taken;
    this.total -= taken;
    if (this.amounts[this.head] <= 1e-12) this.head++;
    return taken;
  }

  private tidy(): void {
    const { head } = this;
    if (!this.isEmpty && (head < LONGEST_PAST || head < this.times.length / 2)) return;
    this.times = this.times.slice(head);
    this.amounts = this.amounts.slice(head);
    this.head = 0;
    if (this.isEmpty) this.total = 0;
  }
}
