import { summarize } from '../../../lib/results/summarize';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { packRun, unpackRun } from '../../../lib/studies/sweep/transfer';
import { hpa, podsMetric, worldOf } from '../../scenario/worlds';

test.each([
  ['slots', {}], ['tokens', { metrics: [podsMetric('vllm_num_requests_waiting', '3')] }],
])('a run of %s is equal after the transfer between threads', (_, spec) => {
  const world = worldOf([hpa('web', spec)]);
  const run = simulate(world);
  const crossed = unpackRun(structuredClone(packRun(run)), world);
  expect(crossed.world).toBe(world);
  expect(summarize(crossed)).toEqual(summarize(run));
  expect(crossed.flows[0].latency.shareWithin(0.1)).toBe(run.flows[0].latency.shareWithin(0.1));
});
