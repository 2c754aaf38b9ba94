import { RandomStream } from '../../simulator/engine/random/random-stream';
import { sampler } from '../../simulator/engine/random/sampler';
import { type QueueService } from './queue-model';

/** Warm-up: share of the simulated requests before the first one counts. */
const WARM_UP = 0.05;

/**
 * Simulates the effect of waiting on the shares of requests by bucket, at one pod with Poisson arrivals, request by
 * request (Kiefer and Wolfowitz). Both shares use the same draws, so that the randomness of the service times cancels
 * out.
 *
 * @param bounds ascending upper bounds; the last is Infinity.
 */
export function simulatedWaiting(service: QueueService, perSecond: number, bounds: readonly number[], requests: number): Float64Array {
  const { family, mean, cv, concurrency } = service;
  const random = new RandomStream(1, 'calibrate', family);
  const draw = sampler({ kind: family, mean, cv }, random);
  const counts = new Float64Array(bounds.length);
  if (concurrency === Infinity) return counts;
  const slots = new Float64Array(concurrency);
  const first = Math.round(WARM_UP * requests);
  let now = 0;
  for (let request = 0; request < first + requests; request++) {
    now += random.exponential() / perSecond;
    const seconds = draw();
    let slot = 0;
    for (let other = 1; other < slots.length; other++) if (slots[other] < slots[slot]) slot = other;
    slots[slot] = Math.max(now, slots[slot]) + seconds;
    if (request < first) continue;
    let bucket = 0;
    while (seconds > bounds[bucket]) bucket++;
    counts[bucket]--;
    while (slots[slot] - now > bounds[bucket]) bucket++;
    counts[bucket]++;
  }
  return counts.map((count) => count / requests);
}
