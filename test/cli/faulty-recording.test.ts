import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { writeRecording } from '../../lib/recording';
import { manifestsOf, plant, PLANTED } from '../studies/calibrate/planted';
import { cli, type CliResult, TestFolder } from './cli';
import '../../lib/cli/calibrate';

const TRUTH = { ...PLANTED, days: 1, stepSeconds: 600, peak: 1, request: 0.03, gaps: 0 };
let folder: TestFolder;
let deploy: string;

beforeAll(() => {
  folder = new TestFolder();
  deploy = folder.write('deploy.yaml', manifestsOf(TRUTH).map((manifest) => stringify(manifest)).join('---\n'));
  writeRecording(plant(TRUTH, 1), join(folder.path, 'good'));
});
afterAll(() => folder.remove());

/** Calibrates a copy of a recording of which a file was changed, or removed. */
async function calibrated(name: string, file: string, change: ((text: string) => string) | undefined): Promise<CliResult> {
  const copy = join(folder.path, name);
  cpSync(join(folder.path, 'good'), copy, { recursive: true });
  if (change) writeFileSync(join(copy, file), change(readFileSync(join(copy, file), 'utf8')));
  else rmSync(join(copy, file), { recursive: true });
  return cli(['calibrate', deploy, '--recording', copy, '--out', join(folder.path, `${name}.yaml`)]);
}

/** Rows of a table with other cells after the time. */
function cells(to: string): (text: string) => string {
  return (text) => text.split('\n').map((line, i) => (i === 0 || line === '' ? line : `${line.slice(0, line.indexOf(','))},${to}`)).join('\n');
}

test.each<[string, string, ((text: string) => string) | undefined, RegExp]>([
  ['a missing table', 'web/traffic.csv', undefined, /^error: web\/traffic\.csv is missing, and recording\.json lists requests in it; restore the file, or remove its entries from 'series'\n$/],
  ['a missing folder', 'web', undefined, /^error: web\/latency\.csv is missing, and recording\.json lists the latencies in it/],
  ['a table without rows', 'web/traffic.csv', (text) => text.split('\n')[0], /^error: the recording has no requests of web; record series 'requests', or remove the workload\n$/],
  ['an infinite value', 'web/resources.csv', cells('+Inf'), /^error: \S+resources\.csv:2: cpu \(cores\) is '\+Inf'; use a number, 0 or above\n$/],
  ['another unit', 'web/resources.csv', (text) => text.replace('(cores)', '(millicores)'), /^error: \S+resources\.csv:1: the column cpu has the unit 'millicores'; convert it to cores\n$/],
  ['another step', 'recording.json', (text) => text.replace('"stepSeconds": 600', '"stepSeconds": 300'), /^error: \S+:3: the rows are 600 s apart, and stepSeconds of recording\.json is 300; set it to the distance of the rows\n$/],
  ['rates by bucket that are not cumulative', 'web/latency.csv', (text) => text.replace(/(Z),[^,]*,/g, '$1,99,'), /^error: the latencies of web have fewer requests in le=0\.01 than in le=0\.005; record cumulative rates/],
  ['a workload that was renamed', 'recording.json', (text) => text.replace('"name": "web"', '"name": "shop-web"'), /^error: the recording has 'shop-web', which is not a workload of the manifests; known are web\. Of a workload that was renamed, change its name in recording\.json\n$/],
])('%s is refused in one line', async (name, file, change, message) => {
  const { status, stderr } = await calibrated(name.replaceAll(' ', '-'), file, change);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

test.each<[string, string, (text: string) => string, RegExp]>([
  ['no ready pod', 'web/replicas.csv', cells('0,0,12'), /no ready replica was recorded, so that service time and concurrency are unknown/],
  ['CPU in millicores', 'web/resources.csv', (text) => text.replace(/Z,([\d.]+)/g, (_, cores) => `Z,${1000 * Number(cores)}`), /The recorded CPU of a pod is \S+ cores, and its requests are 0\.03: check that the series is in cores, not in millicores\./],
  ['bounds in milliseconds', 'web/latency.csv', (text) => text.replace(/le=([\d.]+)/g, (_, bound) => `le=${1000 * Number(bound)}`), /^web: calibration was not tested/],
])('the result names %s', async (name, file, change, message) => {
  const { status, stdout } = await calibrated(name.replaceAll(' ', '-'), file, change);
  expect(stdout).toMatch(message);
  expect(status).toBe(0);
});
