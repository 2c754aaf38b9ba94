import { erlangC } from '../../simulator/engine/flows/erlang';
import { type ServiceFamily, ServiceShape } from './service-shape';

/** Service of a pod in the queue model. */
export interface QueueService {
  readonly family: ServiceFamily;
  /** Mean service time in seconds. */
  readonly mean: number;
  readonly cv: number;
  /** Requests that a pod serves concurrently. Infinity: no request waits. */
  readonly concurrency: number;
}

/** Maximum utilization with a steady state; above it, the wait at this utilization is used. */
const MOST_BUSY = 0.98;

/**
 * M/G/c queue: latency of requests at a pod, including waiting, in a steady state with Poisson arrivals.
 *
 * The waiting probability is Erlang's. The mean wait is Cosmetatos' and Kimura's interpolation between exponential and
 * constant service times, and the wait of waiting requests is exponential. test/studies/calibrate/queue-model.test.ts
 * has its error against simulated queues.
 */
export class QueueModel {
  private readonly shape: ServiceShape;

  public constructor(private readonly service: QueueService) {
    this.shape = new ServiceShape(service.family, service.cv);
  }

  /** Returns the utilization of the pod's slots at a request rate. */
  public utilization(perSecond: number): number {
    return perSecond * this.service.mean / this.service.concurrency;
  }

  /** Returns the mean latency of a request in seconds. */
  public meanSeconds(perSecond: number): number {
    const { chance, seconds } = this.wait(perSecond);
    return this.service.mean + chance * seconds;
  }

  /** Returns the probability that a request takes at most as long as each bound; the bounds ascend. */
  public below(perSecond: number, bounds: readonly number[]): Float64Array {
    const { mean } = this.service;
    const { chance, seconds } = this.wait(perSecond);
    const { quantiles } = this.shape;
    const result = new Float64Array(bounds.length);
    // Counts the service times up to a bound, and sums their probabilities to wait longer than the rest of it.
    let point = 0;
    let longer = 0;
    let before = 0;
    for (let index = 0; index < bounds.length; index++) {
      const bound = bounds[index];
      if (bound === Infinity) {
        result[index] = 1;
        continue;
      }
      const alone = this.shape.below(bound / mean);
      if (chance < 1e-9) {
        result[index] = alone;
        continue;
      }
      longer *= Math.exp(-(bound - before) / seconds);
      for (; point < quantiles.length && quantiles[point] * mean < bound; point++) longer += Math.exp(-(bound - quantiles[point] * mean) / seconds);
      before = bound;
      result[index] = (1 - chance) * alone + chance * (point - longer) / quantiles.length;
    }
    return result;
  }

  /** Returns a latency quantile, by bisection. */
  public quantile(perSecond: number, share: number): number {
    let [low, high] = [0, this.service.mean];
    while (this.below(perSecond, [high])[0] < share && high < 1e5) high *= 2;
    for (let round = 0; round < 40; round++) {
      const middle = (low + high) / 2;
      if (this.below(perSecond, [middle])[0] < share) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  }

  /** Returns the waiting probability, and the mean wait of waiting requests. */
  private wait(perSecond: number): { chance: number; seconds: number } {
    const { mean, cv, concurrency } = this.service;
    if (concurrency === Infinity || perSecond <= 0) return { chance: 0, seconds: mean };
    const busy = Math.min(MOST_BUSY, perSecond * mean / concurrency);
    const chance = erlangC(concurrency, busy);
    const exponential = mean / (concurrency * (1 - busy));
    const constant = exponential / 2 * (1 + (1 - busy) * (concurrency - 1) * (Math.sqrt(4 + 5 * concurrency) - 2) / (16 * busy * concurrency));
    const squared = cv ** 2;
    return { chance, seconds: Math.max(1e-9, squared * exponential + (1 - squared) * Math.min(exponential, constant)) };
  }
}
