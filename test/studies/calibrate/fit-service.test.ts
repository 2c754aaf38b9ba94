import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';
import { fitService } from '../../../lib/studies/calibrate/fit-service';
import { type LoadBin } from '../../../lib/studies/calibrate/load-bins';

const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, Infinity];
const MEAN = 0.12;
const CONCURRENCY = 2;
const LOADS = [1, 3, 5, 7, 9, 11];
const REQUESTS = 12_000;
const BLOCKS = 4;

/** Latencies of a pod with two slots, played request by request at several loads. */
function binsOf(service: (random: RandomStream) => number): LoadBin[] {
  return LOADS.map((load): LoadBin => {
    const random = new RandomStream(load, 'fit-service');
    const slots = new Float64Array(CONCURRENCY);
    const byBlock = new Map(Array.from({ length: BLOCKS }, (_, block) => [block, new Float64Array(BOUNDS.length)]));
    let now = 0;
    for (let request = 0; request < REQUESTS; request++) {
      now += random.exponential() / load;
      const slot = slots[0] <= slots[1] ? 0 : 1;
      slots[slot] = Math.max(now, slots[slot]) + service(random);
      byBlock.get(Math.floor(request * BLOCKS / REQUESTS))![BOUNDS.findIndex((bound) => slots[slot] - now <= bound)]++;
    }
    const counts = Float64Array.from(BOUNDS, (_, bucket) => [...byBlock.values()].reduce((sum, block) => sum + block[bucket], 0));
    return { loads: [load, load], counts, byBlock };
  });
}

test('finds the concurrency of a log-normal service', () => {
  const variance = Math.log1p(0.5 ** 2);
  const fit = fitService(binsOf((random) => MEAN * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2)), BOUNDS)!;
  expect(fit.concurrency).toEqual({ value: CONCURRENCY, interval: { low: CONCURRENCY, high: CONCURRENCY } });
  expect(fit.best.mean / MEAN).toBeCloseTo(1, 1);
  expect(fit).not.toHaveProperty('misfit');
});

test('leaves the concurrency unknown when no distribution fits the times', () => {
  // Half of each request is always the same, and the rest exponential.
  const fit = fitService(binsOf((random) => MEAN / 2 + MEAN / 2 * random.exponential()), BOUNDS)!;
  expect(fit.misfit).toBeGreaterThan(0.03);
  expect(fit.concurrency.interval).toEqual({ assumed: true });
  expect(Math.max(...fit.alternatives.map(({ concurrency }) => concurrency))).toBeGreaterThanOrEqual(CONCURRENCY);
  expect(fit.mean.interval.low).toBeLessThan(MEAN);
  expect(fit.mean.interval.high).toBeGreaterThan(MEAN);
});
