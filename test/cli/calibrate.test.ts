import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { writeRecording } from '../../lib/recording';
import { manifestsOf, plant, PLANTED } from '../studies/calibrate/planted';
import { cli, TestFolder } from './cli';
import '../../lib/cli/calibrate';

const TRUTH = { ...PLANTED, days: 1, stepSeconds: 120, peak: 2, request: 0.06 };
let folder: TestFolder;
let deploy: string;
let recording: string;
let out: string;

beforeAll(() => {
  folder = new TestFolder();
  deploy = folder.write('deploy.yaml', manifestsOf(TRUTH).map((manifest) => stringify(manifest)).join('---\n'));
  recording = join(folder.path, 'shop.recording');
  writeRecording(plant(TRUTH, 1), recording);
  out = join(folder.path, 'shop.scenario.yaml');
});
afterAll(() => folder.remove());

test('writes a scenario and its traffic, which simulate accepts', async () => {
  const { status, stdout, stderr } = await cli(['calibrate', deploy, '--recording', recording, '--out', out, '--slo', '500ms']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: `wrote ${out}, ${join(folder.path, 'shop.web.traffic.csv')}\n` });
  expect(stdout).toMatch(/^web: calibration was not tested: the recording has [\d.]+ days, and 3 are needed to fit some and judge others\.\n/);
  const played = await cli(['simulate', deploy, '--scenario', out, '--json', '-']);
  expect(JSON.parse(played.stdout)).toMatchObject({ serviceState: 'stated', workloads: [{ serviceState: 'stated' }] });
  expect(JSON.parse(played.stdout).assumptions.join('\n')).toContain('web: calibration was not tested: the recording has');
});

test('files that exist are kept, unless --force is given', async () => {
  const before = readFileSync(out, 'utf8');
  const refused = await cli(['calibrate', deploy, '--recording', recording, '--out', out]);
  expect(refused).toMatchObject({ status: 2, stdout: '' });
  expect(refused.stderr).toBe(`error: ${out}, ${join(folder.path, 'shop.web.traffic.csv')} exist already; name another --out, or add --force to overwrite\n`);
  expect(readFileSync(out, 'utf8')).toBe(before);
  const { status, stdout } = await cli(['calibrate', deploy, '--recording', recording, '--out', out, '--force', '--json', '-']);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, workloads: [{ name: 'web', settings: { calibration: { agreement: { verdict: 'untested' } } } }] });
  expect(JSON.parse(stdout).workloads[0]).not.toHaveProperty('traffic');
  expect(readFileSync(out, 'utf8')).not.toBe(before);
});

test('reports missing or wrong input in one line, and writes nothing', async () => {
  const nowhere = join(folder.path, 'none.scenario.yaml');
  const other = folder.write('other.yaml', manifestsOf(TRUTH).map((manifest) => stringify(manifest).replaceAll('web', 'api')).join('---\n'));
  const wrong: [string[], RegExp][] = [
    [['calibrate', deploy, '--recording', join(folder.path, 'gone'), '--out', nowhere], /^error: .*gone/],
    [['calibrate', deploy, '--recording', recording, '--out', nowhere, '--slo', 'soon'], /--slo is 'soon'; write '300ms'/],
    [['calibrate', deploy, '--recording', recording], /required option '--out <file>' not specified/],
    [['calibrate', other, '--recording', recording, '--out', nowhere], /^error: .*'web', which is not a workload of the manifests/],
  ];
  for (const [args, message] of wrong) {
    const { status, stderr } = await cli(args);
    expect(stderr).toMatch(message);
    expect(status).toBe(2);
  }
  expect(existsSync(nowhere)).toBe(false);
  expect(readdirSync(folder.path).filter((name) => name.includes('.tmp'))).toEqual([]);
});

test('a recording of requests alone ends with status 1, and says which command names the series to add', async () => {
  const planted = plant(TRUTH, 1);
  const [web] = planted.workloads;
  const requestsAlone = { ...web, latency: undefined, events: [], series: web.series.filter(({ name }) => name === 'requests') };
  const bare = join(folder.path, 'bare.recording');
  writeRecording({ ...planted, workloads: [requestsAlone] }, bare);
  const { status, stdout } = await cli(['calibrate', deploy, '--recording', bare, '--out', join(folder.path, 'bare.scenario.yaml')]);
  expect(stdout).toContain('nothing could be fitted: the recording has neither latency nor CPU of web; run record --doctor to see which series to add\n');
  expect(status).toBe(1);
});

test('--slo keeps the objective of the scenario where it names a latency alone', async () => {
  const scenario = folder.write('objective.yaml', 'slo: { objective: 0.95 }\n');
  const file = join(folder.path, 'objective.scenario.yaml');
  for (const [slo, objective] of [['500ms', 0.95], ['p99<500ms', 0.99]] as const) {
    await cli(['calibrate', deploy, '--recording', recording, '--out', file, '--scenario', scenario, '--slo', slo, '--force']);
    expect(parse(readFileSync(file, 'utf8')).slo).toEqual({ latency: '0.5s', objective });
  }
});
