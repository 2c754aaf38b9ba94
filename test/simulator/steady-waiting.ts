import { simulate } from '../../lib/simulator/engine/simulate';
import { type Distribution } from '../../lib/simulator/world/world';
import { erlangWait, pollaczekKhinchine } from './queueing-theory';
import { rates, replicas, SERVICE, workload, world } from './worlds';

const SECONDS = 0.1;

/** Mean waiting of so many requests at a workload of `servers` pods with one slot each. */
function simulatedWait(servers: number, utilization: number, time: Distribution, requests: number): number {
  const perSecond = servers * utilization / SECONDS;
  const duration = requests / perSecond;
  const queue = workload('queue', { ...replicas(servers), service: { ...SERVICE, time } });
  const limits = { maxRequestStages: Infinity, maxSeriesPoints: 10 };
  return simulate(world(duration, rates([perSecond], duration), [queue], { seed: 1, limits })).workloads[0].waiting.mean;
}

/** Registers a test for each number of servers and load, with the number of requests that it takes. */
export function testErlangC(cases: readonly (readonly [servers: number, utilization: number, requests: number])[]): void {
  test.each(cases)('agrees with Erlang C within 3 percent for %d servers at a load of %d', (servers, utilization, requests) => {
    const simulated = simulatedWait(servers, utilization, { kind: 'exponential', mean: SECONDS }, requests);
    expect(Math.abs(simulated / erlangWait(servers, utilization, SECONDS) - 1)).toBeLessThan(0.03);
  });
}

/** Registers a test for each load, distribution of mean 0.1 s, and its coefficient of variation. */
export function testPollaczekKhinchine(
  cases: readonly (readonly [utilization: number, time: Distribution, cv: number, requests: number])[],
): void {
  test.each(cases)('agrees with Pollaczek-Khinchine within 3 percent at a load of %d with %j', (utilization, time, cv, requests) => {
    const simulated = simulatedWait(1, utilization, time, requests);
    expect(Math.abs(simulated / pollaczekKhinchine(utilization, SECONDS, cv) - 1)).toBeLessThan(0.03);
  });
}
