import { cli, TestFolder } from './cli';
import { MANIFESTS, scenario, SERVICE } from './tune-shop';
import '../../lib/cli/tune';

let folder: TestFolder;
let deploy: string;
beforeAll(() => {
  folder = new TestFolder();
  deploy = folder.write('deploy/web.yaml', MANIFESTS);
});
afterAll(() => folder.remove());

test.each([
  [['--slo', 'soon'], "error: --slo is 'soon'; write '300ms'"],
  [['--only', 'colour'], "'colour' is not a part of a policy; use some of target, bounds, window"],
  [['--worth', 'much'], 'use a share above 0, as in 25% or 0.25'],
  [['--min-replicas', '3', '--zones', '3', '--max-replicas', '8'], 'error: never below 3 in each of 3 zones is 9 replicas, more than at most 8; raise the maximum'],
  [['--schedule-only'], 'error: the guard-rails leave no setting that may change; allow more than schedules, or give the autoscaler one'],
])('%j ends with status 2 and one message', async (argv, message) => {
  const { status, stdout, stderr } = await cli(['tune', deploy, '--scenario', folder.write('three.yaml', scenario('3d', SERVICE)), ...argv]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('traffic of fewer than three days is refused', async () => {
  const { status, stderr } = await cli(['tune', deploy, '--scenario', folder.write('short.yaml', scenario('2d', SERVICE))]);
  expect(status).toBe(2);
  expect(stderr).toContain('error: the traffic has 2 whole days; tuning takes at least 3');
});
