import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type Distribution } from '../../../../lib/simulator/world/world';
import { erlangC, erlangWait, pollaczekKhinchine } from '../../queueing-theory';
import { rates, replicas, SERVICE, workload, world } from '../../worlds';

const SECONDS = 0.1;

/** Mean waiting of so many requests at a workload of `servers` pods with one slot each. */
function simulatedWait(servers: number, utilization: number, time: Distribution, requests: number): number {
  const perSecond = servers * utilization / SECONDS;
  const duration = requests / perSecond;
  const queue = workload('queue', { ...replicas(servers), service: { ...SERVICE, time } });
  const limits = { maxRequestStages: Infinity, maxSeriesPoints: 10 };
  return simulate(world(duration, rates([perSecond], duration), [queue], { seed: 1, limits })).workloads[0].waiting.mean;
}

describe('waiting in steady state', () => {
  test.each([
    [1, 0.3, 2e5], [1, 0.5, 2e5], [1, 0.7, 4e5], [1, 0.9, 1.5e6],
    [3, 0.5, 3e5], [3, 0.8, 8e5],
    [10, 0.9, 1e6],
  ])('agrees with Erlang C within 3 percent for %d servers at a load of %d', (servers, utilization, requests) => {
    const simulated = simulatedWait(servers, utilization, { kind: 'exponential', mean: SECONDS }, requests);
    expect(Math.abs(simulated / erlangWait(servers, utilization, SECONDS) - 1)).toBeLessThan(0.03);
  });

  test.each<[number, Distribution, number, number]>([
    [0.9, { kind: 'deterministic', value: SECONDS }, 0, 8e5],
    [0.5, { kind: 'gamma', mean: SECONDS, cv: 0.5 }, 0.5, 2e5],
    [0.8, { kind: 'lognormal', mean: SECONDS, cv: 1 }, 1, 8e5],
    [0.5, { kind: 'gamma', mean: SECONDS, cv: 2 }, 2, 3e5],
    [0.7, { kind: 'empirical', samples: [0.05, 0.05, 0.05, 0.25] }, Math.sqrt(0.75), 5e5],
  ])('agrees with Pollaczek-Khinchine within 3 percent at a load of %d with %j', (utilization, time, cv, requests) => {
    const simulated = simulatedWait(1, utilization, time, requests);
    expect(Math.abs(simulated / pollaczekKhinchine(utilization, SECONDS, cv) - 1)).toBeLessThan(0.03);
  });
});

describe('the theory itself', () => {
  test('knows the textbook values', () => {
    expect(erlangC(1, 0.5)).toBeCloseTo(0.5, 12);
    expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
    expect(erlangWait(1, 0.5, 1)).toBeCloseTo(1, 12);
    expect(pollaczekKhinchine(0.5, 1, 1)).toBeCloseTo(1, 12);
    expect(pollaczekKhinchine(0.5, 1, 0)).toBeCloseTo(0.5, 12);
  });
});
