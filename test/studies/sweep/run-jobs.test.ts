import { runJobs } from '../../../lib/studies/sweep/run-jobs';
import { hpa, worldOf } from '../../scenario/worlds';

test('results have the order of the jobs, with the run on request', async () => {
  const jobs = [1, 2, 3].map((seed) => ({ world: worldOf([hpa('web')], {}, { seed }), keepRun: seed === 2 }));
  const results = await runJobs(jobs);
  expect(results.map(({ summary, run }) => [summary.seed, run?.world.seed])).toEqual([[1, undefined], [2, 2], [3, undefined]]);
});

test('progress goes from 0 to 1 over all jobs', async () => {
  const shares: number[] = [];
  await runJobs([1, 2].map((seed) => ({ world: worldOf([hpa('web')], {}, { seed }), keepRun: false })), { onProgress: (share) => shares.push(share) });
  expect(shares.length).toBeGreaterThan(1);
  expect(shares).toEqual([...shares].sort((a, b) => a - b));
  expect(shares[shares.length - 1]).toBeLessThanOrEqual(1);
});

test('no jobs give no results', async () => {
  expect(await runJobs([])).toEqual([]);
});
