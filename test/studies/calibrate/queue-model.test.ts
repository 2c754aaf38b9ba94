import { QueueModel } from '../../../lib/studies/calibrate/queue-model';
import { ServiceShape } from '../../../lib/studies/calibrate/service-shape';
import { RandomStream } from '../../../lib/simulator/engine/random/random-stream';
import { erlangWait, pollaczekKhinchine } from '../../simulator/queueing-theory';

describe('time at a pod in a steady state', () => {
  test.each([[1, 0.5], [4, 0.7], [16, 0.9]])('%d slots at utilization %d have the mean wait of Erlang C', (concurrency, busy) => {
    const model = new QueueModel({ family: 'gamma', mean: 0.2, cv: 1, concurrency });
    const perSecond = busy * concurrency / 0.2;
    expect(model.utilization(perSecond)).toBeCloseTo(busy, 10);
    expect(model.meanSeconds(perSecond) - 0.2).toBeCloseTo(erlangWait(concurrency, busy, 0.2), 4);
  });

  test.each([0, 0.5, 2])('one slot with cv %d has the mean wait of Pollaczek and Khinchine', (cv) => {
    const model = new QueueModel({ family: 'gamma', mean: 0.1, cv: Math.max(cv, 1e-3), concurrency: 1 });
    expect(model.meanSeconds(7) - 0.1).toBeCloseTo(pollaczekKhinchine(0.7, 0.1, cv), 3);
  });

  test.each([
    { family: 'lognormal' as const, cv: 0.5, concurrency: 4, busy: 0.7 },
    { family: 'gamma' as const, cv: 1.2, concurrency: 2, busy: 0.6 },
    { family: 'lognormal' as const, cv: 1, concurrency: 1, busy: 0.5 },
  ])('%j has the waiting shares of a simulated queue within 1.5 points', ({ family, cv, concurrency, busy }) => {
    const mean = 0.2;
    const bounds = [0.05, 0.1, 0.25, 0.5, 1, Infinity];
    const perSecond = busy * concurrency / mean;
    const simulated = simulate(mean, cv, family, concurrency, perSecond, bounds);
    const shares = new QueueModel({ family, mean, cv, concurrency }).below(perSecond, bounds);
    shares.forEach((share, i) => expect(Math.abs(share - simulated[i])).toBeLessThan(0.015));
  });

  test('none waits without a limit of concurrency, and quantiles are those of the service time', () => {
    const model = new QueueModel({ family: 'lognormal', mean: 0.2, cv: 1, concurrency: Infinity });
    expect(model.meanSeconds(1000)).toBe(0.2);
    expect(model.quantile(1000, 0.5)).toBeCloseTo(0.2 / Math.sqrt(2), 3);
  });
});

test('a table of service times has its mean and variation', () => {
  for (const family of ['lognormal', 'gamma'] as const) {
    const { quantiles } = new ServiceShape(family, 0.5);
    const mean = quantiles.reduce((sum, each) => sum + each, 0) / quantiles.length;
    const variance = quantiles.reduce((sum, each) => sum + (each - mean) ** 2, 0) / quantiles.length;
    expect(mean).toBeCloseTo(1, 2);
    expect(Math.sqrt(variance)).toBeCloseTo(0.5, 1);
  }
});

/** Shares of requests within bounds, from the recursion of Kiefer and Wolfowitz. */
function simulate(mean: number, cv: number, family: 'lognormal' | 'gamma', concurrency: number, perSecond: number, bounds: readonly number[]): number[] {
  const random = new RandomStream(1, 'queue');
  const variance = Math.log1p(cv ** 2);
  const draw = (): number => (family === 'gamma' ? mean * cv ** 2 * random.gamma(1 / cv ** 2) : mean * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2));
  const free = new Float64Array(concurrency);
  const counts = bounds.map(() => 0);
  const requests = 100_000;
  let at = 0;
  for (let request = 0; request < requests; request++) {
    at += random.exponential() / perSecond;
    let slot = 0;
    for (let other = 1; other < concurrency; other++) if (free[other] < free[slot]) slot = other;
    free[slot] = Math.max(at, free[slot]) + draw();
    const latency = free[slot] - at;
    bounds.forEach((bound, i) => {
      if (latency <= bound) counts[i]++;
    });
  }
  return counts.map((count) => count / requests);
}
