import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TuneResult } from '../../../lib/entry/simulator';
import { cli, TestFolder } from '../../cli/cli';
import { MANIFESTS, scenario, SERVICE } from '../../cli/tune-shop';
import '../../../lib/cli/tune';

let folder: TestFolder;
let deploy: string;
beforeAll(() => {
  folder = new TestFolder();
  deploy = folder.write('deploy/web.yaml', MANIFESTS);
});
afterAll(() => folder.remove());

test('the answer comes with cost and SLO before and after, and as a change that can be merged', async () => {
  const [shop, out, json] = [folder.write('shop.yaml', scenario('3d', SERVICE)), join(folder.path, 'change'), join(folder.path, 'tune.json')];
  const { status, stdout } = await cli(['tune', deploy, '--scenario', shop, '--slo', 'p99<1s', '--only', 'bounds', '--out', out, '--json', json]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^provisional: minReplicas from 5 to \d.*; on 1 judged day the proposed policy costs .* a day instead of 12, .* less, and holds the SLO for 100 % instead of 100 %/);
  expect(stdout).toMatch(/^on 1 judged day +today +proposed$/m);
  expect(stdout).toContain('FRONTIER');
  expect(readdirSync(out).sort()).toEqual(expect.arrayContaining(['change.json', 'change.patch', 'pull-request.md', 'reverse.patch', 'rollback-alert.yaml']));
  const patch = readFileSync(join(out, 'change.patch'), 'utf8');
  expect(patch).toMatch(/^\+ {2}minReplicas: \d # twice what a night needs$/m);
  const result = JSON.parse(readFileSync(json, 'utf8')) as TuneResult;
  expect(result).toMatchObject({ schemaVersion: 1, decision: 'change', costBasis: 'pods', days: { fit: 1, choose: 1, judge: 1 } });
}, 240_000);

test('without a service model there are relative figures only, no change, and status 1', async () => {
  const [shop, out] = [folder.write('unknown.yaml', scenario('3d', '')), join(folder.path, 'unknown')];
  const { status, stdout } = await cli(['tune', deploy, '--scenario', shop, '--only', 'bounds', '--out', out]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^unknown service, relative figures only: .* set workloads\.\w+\.service, calibrate the service, or leave out its flow$/m);
  expect(stdout).toContain(`No change: nothing was written to ${out}.`);
  expect(existsSync(out)).toBe(false);
}, 240_000);
