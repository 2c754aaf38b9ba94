import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Summary } from '../../lib/entry/simulator';
import { cli, HPA, TestFolder, TRACE } from './cli';

let folder: TestFolder;
let files: string[];
/** Arguments that state a service. */
let known: string[];

beforeEach(() => {
  folder = new TestFolder();
  files = [folder.write('hpa.yaml', HPA), '--trace', folder.write('traffic.csv', TRACE)];
  known = ['--scenario', folder.write('known.yaml', 'workloads: { web: { service: { time: 200ms, concurrency: 4 } } }\n')];
});

afterEach(() => folder.remove());

test('simulates from an HPA and a trace alone, and lists the assumptions first', async () => {
  const { status, stdout, stderr } = await cli(['simulate', ...files]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/^Assumed\n  · unknown service: relative figures only/);
  for (const part of ['Kubernetes 1.28 is assumed', 'SLO of web: 99 %', 'replica-hours', 'web: requests/s', 'web: replicas']) expect(stdout).toContain(part);
});

test('the same inputs give the same output, to the byte', async () => {
  const [one, two] = [await cli(['simulate', ...files]), await cli(['simulate', ...files])];
  expect(two).toEqual(one);
});

test('manifests may come from standard input', async () => {
  const piped = await cli(['simulate', '-', ...files.slice(1)], { stdin: HPA });
  expect(piped.stdout).toBe((await cli(['simulate', ...files])).stdout);
});

test('warns of broken documents and simulates the rest', async () => {
  const broken = folder.write('broken.yaml', 'a: [\n');
  const { status, stderr } = await cli(['simulate', broken, ...files]);
  expect(status).toBe(0);
  expect(stderr).toMatch(/^warning: .*broken\.yaml:\d: \(document 1\) .+\n$/);
});

test('a scenario calibrates the workload, and its paths are relative to it', async () => {
  const scenario = folder.write('peak.yaml', 'kubernetes: "1.35"\ntraffic: {file: traffic.csv}\nslo: {latency: 2s}\nworkloads: {web: {service: {time: 50ms}}}\n');
  const { status, stdout } = await cli(['simulate', files[0], '--scenario', scenario]);
  expect(status).toBe(0);
  expect(stdout).not.toContain('ncalibrated');
  expect(stdout).toContain('Kubernetes 1.35');
});

test('a generator may be named instead of a file', async () => {
  const scenario = folder.write('short.yaml', 'traffic: {duration: 60s}\n');
  expect((await cli(['simulate', files[0], '--scenario', scenario, '--trace', 'flat-noise'])).stdout).toContain('1 m from Monday 2024-01-01 00:00:00 UTC');
});

test('figures and report are written as files', async () => {
  const [json, html] = ['out.json', 'deep/report.html'].map((name) => join(folder.path, name));
  const { status } = await cli(['simulate', ...files, '--json', json, '--html', html]);
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({ schemaVersion: 2, serviceState: 'assumed', workloads: [{ id: 'shop/Deployment/web' }] });
  expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>/);
});

test('--json - writes nothing but JSON to standard output', async () => {
  const { stdout, stderr } = await cli(['simulate', ...files, '--json', '-', '--fail-on', 'killed>1000']);
  expect((JSON.parse(stdout) as Summary).seed).toBe(1);
  expect(stderr).toContain('killed>1000');
});

test('compares several loads and names the one at which the policy breaks', async () => {
  const json = join(folder.path, 'out.json');
  const { stdout } = await cli(['simulate', ...files, ...known, '--load', '1,2,100', '--json', json]);
  for (const load of ['load 1', 'load 2', 'load 100']) expect(stdout).toContain(load);
  expect(stdout).toContain('\nConclusion\n  The policy breaks at load 100: it misses an SLO.\n');
  const { runs } = JSON.parse(readFileSync(json, 'utf8')) as { runs: { load: number; summary: Summary }[] };
  expect(runs.map(({ load, summary }) => [load, summary.seed])).toEqual([[1, 1], [2, 1], [100, 1]]);
});

test('does not rank loads by cost', async () => {
  expect((await cli(['simulate', ...files, ...known, '--load', '0.1,0.2,100'])).stdout).not.toMatch(/cheapest|nearest/);
});

test.each(['json', 'html', 'junit'])('rejects --%s before the run where it names a folder', async (option) => {
  const { status, stdout, stderr } = await cli(['simulate', ...files, `--${option}`, folder.path, '--fail-on', 'p99>1s']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(`error: cannot write '${folder.path}': it is a folder; name a file in a folder that can be written\n`);
});

test('states that the policy holds at all loads', async () => {
  expect((await cli(['simulate', ...files, ...known, '--load', '0.1,0.2'])).stdout).toContain('\nConclusion\n  The policy holds every SLO up to load 0.2.\n');
});

test('names no breaking load for an assumed service', async () => {
  const { stdout } = await cli(['simulate', ...files, '--load', '1,100']);
  expect(stdout).toContain('The load at which the policy breaks is unknown, as the service is assumed');
  expect(stdout).not.toContain('The policy breaks at');
});

test('several seeds give a band', async () => {
  const { stdout } = await cli(['simulate', ...files, '--seeds', '2']);
  expect(stdout).toContain('2 seeds');
  expect(stdout).toMatch(/min +median +max/);
});

test('--explain describes a pass of the controller', async () => {
  const { status, stdout } = await cli(['simulate', ...files, '--explain', '2m', '--workload', 'web']);
  expect(status).toBe(0);
  expect(stdout).toContain('shop/Deployment/web at 00:01:');
});

test.each([['killed>1000000', 0, 'ok'], ['replica-hours>0h', 1, 'FAILED']])('--fail-on %s gives status %d', async (condition, expected, word) => {
  const { status, stdout } = await cli(['simulate', ...files, '--fail-on', condition]);
  expect(status).toBe(expected);
  expect(stdout).toContain(`${word.padEnd(6)} ${condition}`);
});

test.each<[string[], string]>([
  [['--fail-on', 'api:p99>1s'], "'api:p99>1s' has 'api', which is not in the run; use the name or the id of one of shop/Deployment/web, web"],
  [['--fail-on', 'ttft-p95>1s'], "'ttft-p95>1s' cannot be judged: ttft-p95 was not measured for web; use a workload that has it"],
  [['--explain', '2m', '--workload', 'api'], "no HPA scales 'api'; name one of shop/Deployment/web"],
  [['--workload', 'api'], '--workload api needs --explain; add it with a time, as in --explain 7m, or remove --workload'],
])('%j is refused before anything is simulated', async (options, message) => {
  const json = join(folder.path, 'out.json');
  const { status, stdout, stderr } = await cli(['simulate', ...files, '--json', json, ...options]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  expect(existsSync(json)).toBe(false);
});

test('a condition that the run cannot decide keeps the results of the run', async () => {
  const json = join(folder.path, 'out.json');
  const scenario = folder.write('two.yaml', 'flows: { a: { stages: [web], share: 0.5 }, b: { stages: [web], share: 0.5 } }\n');
  const { status, stdout, stderr } = await cli(['simulate', ...files, '--scenario', scenario, '--json', json, '--fail-on', 'web:slo<0.9']);
  expect(status).toBe(2);
  expect(stderr).toContain("'web:slo<0.9' cannot be judged: slo was not measured for web; add an slo to the scenario");
  expect(stdout).toContain('replica-hours');
  expect(existsSync(json)).toBe(true);
});

test('a time outside of the run is refused before anything is simulated', async () => {
  const { status, stdout, stderr } = await cli(['simulate', ...files, '--explain', '9h']);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain("'9h' is outside the run, which lasts from 00:00:00 to 00:05:00");
});

const REFUSED = `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web, namespace: shop}
spec:
  scaleTargetRef: {name: web}
  minReplicaCount: 1
  triggers:
    - {type: prometheus, metadata: {serverAddress: 'http://prometheus:9090', query: 'sum(rate(http_requests_total[1m]))'}}
`;

test.each(['simulate', 'compare'])('%s says what KEDA refuses before it asks for traffic', async (command) => {
  const refused = folder.write('refused.yaml', REFUSED);
  const { status, stdout, stderr } = await cli([command, refused]);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toBe(`error: ${refused}:1: ScaledObject shop/web: spec.triggers[0] (prometheus) has no threshold; set metadata.threshold\n`);
});

test('asks for traffic where KEDA accepts the object, and where the scenario holds the workload at a fixed number', async () => {
  const accepted = folder.write('accepted.yaml', REFUSED.replace('query:', "threshold: '10', query:"));
  expect((await cli(['simulate', accepted])).stderr).toContain('there is no traffic');
  const fixed = folder.write('fixed.yaml', 'workloads: {web: {fixed: 2}}\n');
  expect((await cli(['simulate', folder.write('refused.yaml', REFUSED), '--scenario', fixed])).stderr).toContain('there is no traffic');
});

test('--autoscaler plays one of an HPA and a ScaledObject on one workload', async () => {
  const scaledObject = folder.write('keda.yaml', [
    'apiVersion: keda.sh/v1alpha1', 'kind: ScaledObject', 'metadata: { name: web-keda, namespace: shop }',
    'spec:', '  scaleTargetRef: { name: web }', '  minReplicaCount: 1',
    '  triggers: [{ type: cron, metadata: { timezone: UTC, start: 0 8 * * *, end: 0 9 * * *, desiredReplicas: "3" } }]', '',
  ].join('\n'));
  const refused = await cli(['simulate', scaledObject, ...files]);
  expect(refused).toMatchObject({ status: 2, stderr: expect.stringContaining('simulate one at a time, chosen by --autoscaler') });
  const played = await cli(['simulate', scaledObject, ...files, '--autoscaler', 'web-keda']);
  expect(played).toMatchObject({ status: 0, stderr: '' });
  expect(played.stdout).toContain('HorizontalPodAutoscaler shop/web scales it as well and is left out');
  expect((await cli(['simulate', scaledObject, files[0], '--autoscaler', 'web-keda'])).stderr).toContain('there is no traffic');
  expect((await cli(['simulate', scaledObject, ...files, '--autoscaler', 'wbe'])).stderr).toContain("--autoscaler is 'wbe', which no autoscaler of the manifests is called; did you mean web?");
});

test('the conclusion closes the output, and --json has it with the advice and the series that are asked for', async () => {
  const json = join(folder.path, 'out.json');
  const { stdout } = await cli(['simulate', ...files, ...known, '--load', '20', '--json', json, '--json-series']);
  expect(stdout).toMatch(/\nConclusion\n {2}web: SLO MISSED: [^]*What helps most: /);
  const { conclusion, advice, series } = JSON.parse(readFileSync(json, 'utf8')) as {
    conclusion: { flows: { verdict: string }[] }; advice: { tried: number }; series: { stepSeconds: number; workloads: { demand: number[] }[] };
  };
  expect(conclusion.flows[0].verdict).toBe('missed');
  expect(advice.tried).toBeGreaterThan(0);
  expect(series.workloads[0].demand).toHaveLength(300 / series.stepSeconds);
});

test('--no-counterfactuals runs no changes of the policy', async () => {
  const { stdout } = await cli(['simulate', ...files, ...known, '--load', '20', '--no-counterfactuals']);
  expect(stdout).toContain('SLO MISSED');
  expect(stdout).not.toContain('What helps most');
});

test('the conditions are written as JUnit', async () => {
  const junit = join(folder.path, 'out.xml');
  const { status } = await cli(['simulate', ...files, '--fail-on', 'replica-hours>0h', '--junit', junit]);
  expect(status).toBe(1);
  expect(readFileSync(junit, 'utf8')).toContain('failures="1"');
  expect((await cli(['simulate', ...files, '--junit', junit])).stderr).toContain('add --fail-on');
  expect((await cli(['simulate', ...files, '--json-series'])).stderr).toContain('add --json with a file');
});
