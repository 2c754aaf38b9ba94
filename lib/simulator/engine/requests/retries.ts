import { type Retries } from '../../world/world';
import { type RandomStream } from '../random/random-stream';
import { REPRESENTATIVES, type RequestPool } from './request-pool';
import { type Router } from './router';

const BUDGET_SECONDS = 10;

/** Clients of one flow, who send a failed request again. */
export class RetryingClients {
  /** Attempts beyond the first ones. */
  public retried = 0;
  /** Tokens of the budget by second: what requests deposit and retries withdraw. */
  private readonly balance = new Float64Array(BUDGET_SECONDS);
  private second = 0;

  public constructor(
    private readonly retries: Retries, private readonly flow: number, private readonly pool: RequestPool, private readonly router: Router,
    private readonly random: RandomStream,
  ) {}

  /** A new request adds to the budget. */
  public deposit(time: number, weight: number): void {
    if (this.retries.budget !== undefined) this.at(time, weight * this.retries.budget);
  }

  /** Sends a failed request again; false where it has had all of its attempts, or the budget is used up. */
  public retry(id: number, now: number): boolean {
    const { pool, retries, router } = this;
    const attempt = pool.attempt[id];
    const weight = pool.weight[id];
    if (attempt >= retries.attempts || !this.withdraw(now, weight)) return false;
    const longest = Math.min(retries.maxBackoffSeconds, retries.backoffSeconds * 2 ** (attempt - 1));
    const wait = longest * (1 - retries.jitter * this.random.uniform());
    const { retryQueue, route } = router.enter(this.flow);
    if (!retryQueue) return false;
    this.retried += weight;
    retryQueue.push(this.copy(id, route, attempt + 1), now + wait);
    return true;
  }

  /** The next attempt of a request. The failed one may still occupy a slot. */
  private copy(id: number, route: number, attempt: number): number {
    const { pool } = this;
    const tokens = pool.carriesTokens ? [pool.inputTokens[id], pool.outputTokens[id]] : [-1, -1];
    const copy = pool.add(pool.birth[id], route, pool.weight[id], tokens[0], tokens[1]);
    pool.attempt[copy] = attempt;
    if (pool.carriesBatches) pool.served.copyWithin(copy * REPRESENTATIVES, id * REPRESENTATIVES, (id + 1) * REPRESENTATIVES);
    return copy;
  }

  private withdraw(now: number, weight: number): boolean {
    if (this.retries.budget === undefined) return true;
    this.at(now, 0);
    if (this.balance.reduce((sum, each) => sum + each, 0) < weight) return false;
    this.at(now, -weight);
    return true;
  }

  /** Books tokens on a second. Bookings are in order of time within a few seconds. */
  private at(time: number, tokens: number): void {
    const { balance } = this;
    const second = Math.floor(time);
    if (second - this.second >= BUDGET_SECONDS) balance.fill(0);
    else for (let passed = this.second + 1; passed <= second; passed++) balance[passed % BUDGET_SECONDS] = 0;
    this.second = Math.max(this.second, second);
    balance[second % BUDGET_SECONDS] += tokens;
  }
}
