import { Readable } from 'node:stream';
import { run } from '../../lib/cli/run';
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
  [['--schedule-only'], 'error: the guard-rails leave no setting to change; allow more than schedules, or add a schedule to the autoscaler'],
])('rejects %j with status 2 and one message', async (argv, message) => {
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

test('Ctrl-C ends the search, and the best policy so far is judged', async () => {
  const [known, written] = [process.listeners('SIGINT'), { stdout: '', stderr: '' }];
  const running = run(['tune', deploy, '--scenario', folder.write('long.yaml', scenario('3d', SERVICE).replace('rate: 1.5', 'rate: 0.5')), '--slo', 'p99<1s', '--only', 'bounds'], {
    stdin: Readable.from([]), env: { LANG: 'C.UTF-8' },
    stdout: { write: (text) => (written.stdout += text), columns: 120 }, stderr: { write: (text) => (written.stderr += text) },
  });
  const own = (): NodeJS.SignalsListener[] => process.listeners('SIGINT').filter((listener) => !known.includes(listener));
  const ended = running.then(() => true);
  while (own().length === 0 && !await Promise.race([ended, new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 5))]));
  // The listener alone: those of the test runner are not to hear of it.
  own().forEach((listener) => listener('SIGINT'));
  await running;
  expect(own()).toEqual([]);
  expect(written.stderr).toContain('stopping: judging the best policy so far; Ctrl-C again ends without a result');
  expect(written.stdout).toContain('The search was stopped: this is the best that was found until then.');
  expect(written.stdout).toMatch(/^1 policy, /m);
}, 60_000);
