import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Comparison } from '../../lib/entry/simulator';
import { cli, HPA, TestFolder, TRACE } from './cli';

let folder: TestFolder;
let lazy: string;
let eager: string;
let trace: string[];

beforeEach(() => {
  folder = new TestFolder();
  lazy = folder.write('lazy.yaml', HPA);
  eager = folder.write('eager.yaml', HPA.replace('"100"', '250m'));
  trace = ['--trace', folder.write('traffic.csv', TRACE)];
});

afterEach(() => folder.remove());

async function columns(...argv: string[]): Promise<Comparison['columns']> {
  const { stdout } = await cli(['compare', ...argv, ...trace, '--json', '-']);
  return (JSON.parse(stdout) as Comparison).columns;
}

test('policies stand side by side with the baselines', async () => {
  const { status, stdout, stderr } = await cli(['compare', lazy, eager, ...trace]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/lazy +eager +\[default HPA \(cpu 80 %\)\] +\[fixed \d+\]/);
});

test('policies share one assumed service model, in any order', async () => {
  const [first, second] = await columns(lazy, eager, '--baseline', 'none');
  expect(second.summaries[0].workloads[0].replicaHours).toBeGreaterThan(first.summaries[0].workloads[0].replicaHours);
  expect(await columns(eager, lazy, '--baseline', 'none')).toEqual([second, first]);
});

test('a policy may be a folder, and have a name', async () => {
  folder.write('fast/hpa.yaml', HPA);
  const found = await columns(`now=${lazy}`, join(folder.path, 'fast'), '--baseline', 'fixed=4');
  expect(found.map(({ name, baseline }) => [name, baseline])).toEqual([['now', false], ['fast', false], ['fixed 4', true]]);
});

test('all policies may share manifests', async () => {
  const pods = folder.write('web.yaml', `apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec: {template: {spec: {containers: [{name: app, resources: {requests: {cpu: 2}}, readinessProbe: {}}]}}}
`);
  const [{ summaries: [summary] }] = await columns(lazy, eager, '--baseline', 'none', '--with', pods);
  expect(summary.assumptions.join()).not.toContain('no manifest shows its pods');
});

test('every policy runs with every seed', async () => {
  expect((await columns(lazy, '--seeds', '2', '--baseline', 'fixed')).map(({ summaries }) => summaries.map(({ seed }) => seed))).toEqual([[1, 2], [1, 2]]);
});

test('Markdown goes to standard output alone, so that it can be posted as it is', async () => {
  const { status, stdout, stderr } = await cli(['compare', lazy, eager, ...trace, '--markdown', '--fail-on', 'replica-hours>0h']);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^### Simulated scaling\n[^]*\| --- \|[^]*<\/details>\n$/);
  expect(stderr).toContain('FAILED replica-hours>0h');
});

test('conditions apply to the policies and not to the baselines', async () => {
  const { status, stdout } = await cli(['compare', lazy, ...trace, '--baseline', 'fixed=50', '--fail-on', 'peak-replicas>40']);
  expect(status).toBe(0);
  expect(stdout).toContain('ok     peak-replicas>40: web');
});

test('the comparison is written as a file', async () => {
  const json = join(folder.path, 'out.json');
  await cli(['compare', lazy, ...trace, '--json', json]);
  expect((JSON.parse(readFileSync(json, 'utf8')) as Comparison).columns).toHaveLength(3);
});

test.each([
  [['a=b=c.yaml'], "cannot read 'b=c.yaml': there is no such file or folder"],
  [['none.yaml'], "cannot read 'none.yaml': there is no such file or folder"],
])('the policies %j are refused', async (policies, message) => {
  const { status, stderr } = await cli(['compare', ...policies, ...trace]);
  expect({ status, stderr }).toEqual({ status: 2, stderr: `error: ${message}\n` });
});

test('two policies of one name, or of different workloads, are refused', async () => {
  expect((await cli(['compare', lazy, lazy, ...trace])).stderr).toBe("error: two policies are named 'lazy'; rename one of them\n");
  const other = folder.write('other.yaml', HPA.replaceAll('web', 'api'));
  expect((await cli(['compare', lazy, other, ...trace])).stderr).toContain('compare policies of the same workloads');
});

test('compares the workloads that all policies have, and lists the others', async () => {
  const more = folder.write('more.yaml', `${HPA}---\n${HPA.replaceAll('web', 'api')}`);
  const less = folder.write('less.yaml', HPA);
  const scenario = folder.write('flows.yaml', 'flows: {all: {stages: [web, api]}}\nworkloads: {api: {replicas: 2}}\nfaults: [{kind: rollout, workload: api, at: 10}]\n');
  const trace = folder.write('both.csv', TRACE);
  const plain = await cli(['compare', `main=${less}`, `branch=${more}`, '--trace', trace, '--baseline', 'none']);
  expect(plain.status).toBe(0);
  expect(plain.stdout).toContain('only branch has shop/Deployment/api, which is not compared');
  expect(plain.stdout).not.toContain('every workload gets the whole traffic');
  const columns = (JSON.parse((await cli(['compare', `branch=${more}`, `main=${less}`, '--trace', trace, '--json', '-'])).stdout) as Comparison).columns;
  expect(columns.flatMap(({ summaries: [{ assumptions }] }) => assumptions).filter((line) => line.includes('api'))).toEqual([]);
  const chained = await cli(['compare', `main=${less}`, `branch=${more}`, '--trace', trace, '--baseline', 'none', '--scenario', scenario]);
  expect(chained).toMatchObject({ status: 0, stderr: 'note: not every policy has api, so that their part of the scenario is left out\n' });
  expect(chained.stdout).toContain('only branch has shop/Deployment/api, which is not compared');
});

test('a workload that no flow of the scenario passes is listed where one policy alone has it, in Markdown too', async () => {
  const more = folder.write('more.yaml', `${HPA}---\n${HPA.replaceAll('web', 'api')}`);
  const scenario = folder.write('flows.yaml', 'flows: {all: {stages: [web]}}\n');
  const { status, stdout, stderr } = await cli(['compare', `main=${lazy}`, `branch=${more}`, ...trace, '--scenario', scenario, '--markdown']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('- only branch has shop/Deployment/api, which is not compared');
});

test('writes an HTML page and JUnit, and no runs into the JSON', async () => {
  const [html, junit, json] = ['out.html', 'out.xml', 'out.json'].map((name) => join(folder.path, name));
  await cli(['compare', lazy, eager, ...trace, '--html', html, '--junit', junit, '--json', json, '--fail-on', 'replica-hours>0h', '--baseline', 'none']);
  expect(readFileSync(html, 'utf8')).toMatch(/^<!doctype html>[^]*data-kind="lines"/);
  expect(readFileSync(junit, 'utf8')).toContain('classname="lazy"');
  const { columns: [{ run, conclusion }] } = JSON.parse(readFileSync(json, 'utf8')) as Comparison;
  expect({ run, flows: conclusion?.flows.length }).toEqual({ run: undefined, flows: 1 });
});

describe('policies that miss their SLO', () => {
  const web = { service: { time: '400ms', concurrency: 1, cpuSeconds: 0.05 }, startUp: { boot: '5s' }, price: 0.2 };
  const SERVED = { workloads: { web }, slo: { latency: '1s', objective: 0.99 } };

  function compared(...more: string[]): ReturnType<typeof cli> {
    const tight = folder.write('tight.yaml', HPA.replace('maxReplicas: 20', 'maxReplicas: 3').replace('"100"', '"2"'));
    const scenario = folder.write('scenario.yaml', JSON.stringify(SERVED));
    const busy = folder.write('busy.csv', `seconds,requests\n${Array.from({ length: 30 }, (_, minute) => `${60 * minute},${minute < 4 ? 60 : 540}`).join('\n')}\n`);
    return cli(['compare', tight, '--scenario', scenario, '--baseline', 'none', '--trace', busy, ...more]);
  }

  test('are told the one change that helps most, with its effect', async () => {
    const { stdout } = await compared();
    expect(stdout.replace(/\s+/g, ' ')).toMatch(/tight misses the SLO of web .*Under tight, what helps most: \S+ \S+ instead of \S+ for web: [\d.]+ % in time instead of [\d.]+ %, .*\(\d changes tried/);
    const without = await compared('--no-counterfactuals');
    expect(without.stdout).toContain('tight misses the SLO of web');
    expect(without.stdout).not.toContain('Under tight');
  });

  test('have that change in the JSON and on the page, with the currency of the cost', async () => {
    const page = join(folder.path, 'page.html');
    const { stdout } = await compared('--json', '-', '--html', page, '--currency', 'EUR');
    const [{ advice, run }] = (JSON.parse(stdout) as Comparison).columns;
    expect(advice!.best).toMatchObject({ workload: 'web', attainment: { before: expect.any(Number), after: expect.any(Number) } });
    expect(advice!.best!.attainment.after).toBeGreaterThan(advice!.best!.attainment.before);
    expect(run).toBeUndefined();
    expect(readFileSync(page, 'utf8')).toContain('Under tight, what helps most');
    expect(readFileSync(page, 'utf8')).toContain('cost (EUR)');
  });
});
