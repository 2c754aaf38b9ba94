import { type Agenda } from './agenda';
import { type Waiting } from './reference-container';
import { type ReferenceWorld } from './reference-world';

/** An attempt of a request. */
export interface Call extends Waiting {
  readonly kind: 'call';
  /** Arrival of the first attempt. */
  readonly first: number;
  readonly attempt: number;
}

export type Failure = 'refused' | 'killed' | 'timedOut';

const BUDGET_WINDOW = 10;

/** Users: Poisson arrivals, time-outs, and retries as `retries` in docs/scenario.md describes them. */
export class ReferenceClients {
  public readonly latencies: number[] = [];
  public readonly counts = { requests: 0, attempts: 0, lost: 0, refused: 0, killed: 0, timedOut: 0 };
  private requestTimes: number[] = [];
  private retryTimes: number[] = [];

  public constructor(
    private readonly world: ReferenceWorld,
    private readonly agenda: Agenda,
    private readonly random: () => number,
    /** False where the connection is refused. */
    private readonly deliver: (call: Call) => boolean,
  ) {
    this.awaitNext(0);
  }

  public answered(call: Call): void {
    if (call.isOver) return;
    call.isOver = true;
    this.latencies.push(this.agenda.now - call.first);
  }

  public failed(call: Call, cause: Failure): void {
    if (call.isOver) return;
    call.isOver = true;
    this.counts[cause]++;
    const { retries } = this.world;
    const { now } = this.agenda;
    if (!retries || call.attempt >= retries.attempts || !this.budgetAllows(now)) {
      this.counts.lost++;
      return;
    }
    const longest = Math.min(retries.maxBackoff, retries.backoff * 2 ** (call.attempt - 1));
    this.agenda.at(now + longest * this.random(), () => this.send(call.first, call.attempt + 1));
  }

  /** Poisson arrivals of a varying rate, by thinning. */
  private awaitNext(from: number): void {
    const { rate, highestRate } = this.world;
    let at = from;
    do {
      at -= Math.log(1 - this.random()) / highestRate;
      if (at >= this.world.seconds) return;
    } while (this.random() * highestRate >= rate(at));
    this.agenda.at(at, () => {
      this.counts.requests++;
      this.requestTimes.push(at);
      this.send(at, 1);
      this.awaitNext(at);
    });
  }

  private send(first: number, attempt: number): void {
    this.counts.attempts++;
    const call: Call = { kind: 'call', first, attempt, work: this.serviceTime(), isOver: false };
    if (!this.deliver(call)) {
      this.failed(call, 'refused');
      return;
    }
    this.agenda.at(this.agenda.now + this.world.service.timeout, () => this.failed(call, 'timedOut'));
  }

  private serviceTime(): number {
    const { mean, cv } = this.world.service;
    const variance = Math.log(1 + cv * cv);
    const normal = Math.sqrt(-2 * Math.log(1 - this.random())) * Math.cos(2 * Math.PI * this.random());
    return mean * Math.exp(normal * Math.sqrt(variance) - variance / 2);
  }

  private budgetAllows(now: number): boolean {
    const budget = this.world.retries?.budget;
    if (budget === undefined) return true;
    this.requestTimes = this.requestTimes.filter((time) => time > now - BUDGET_WINDOW);
    this.retryTimes = this.retryTimes.filter((time) => time > now - BUDGET_WINDOW);
    if (this.retryTimes.length + 1 > budget * this.requestTimes.length) return false;
    this.retryTimes.push(now);
    return true;
  }
}
