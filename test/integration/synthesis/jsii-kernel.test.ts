import { App } from 'cdk8s';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { QuickstartChart } from '../../../examples/quickstart/chart';
import { requireBuild } from '../../../scripts/build';
import { ROOT } from '../../support/imports';
import { JsiiKernel, type ObjectReference, struct } from '../../support/jsii-kernel';
import { stderrOf } from '../../support/stderr';

/**
 * The constructs, used from another jsii language: the same calls as in examples/quickstart, through the kernel of the
 * bindings.
 */
let kernel: JsiiKernel;

beforeAll(async () => {
  requireBuild();
  kernel = new JsiiKernel(ROOT);
  for (const peer of ['constructs', 'cdk8s', 'cdk8s-plus-28']) await kernel.load(join(ROOT, 'node_modules', peer));
  await kernel.load(ROOT);
}, 600_000);

afterAll(() => kernel.stop());

test('the quickstart writes the manifests and the report that it writes in TypeScript', async () => {
  const expected = new App({ outdir: folder() });
  new QuickstartChart(expected, 'quickstart');
  const report = stderrOf(() => expected.synth());
  expect(report).not.toBe('');

  const outdir = folder();
  const before = kernel.stderr.length;
  const app = await kernel.create('cdk8s.App', [struct('cdk8s.AppProps', { outdir })]);
  await quickstart(app);
  await kernel.invoke(app, 'synth');
  expect(contentsOf(outdir)).toEqual(contentsOf(expected.outdir));
  expect(await stderrAfter(before, report.length)).toBe(report);
}, 60_000);

test('a subclass of App that overrides synth reports once', async () => {
  const outdir = folder();
  const before = kernel.stderr.length;
  const app = await kernel.create('cdk8s.App', [struct('cdk8s.AppProps', { outdir })], { synth: (superMethod) => superMethod() });
  await quickstart(app);
  await kernel.call(app, 'cdk8s.App', 'synth');
  expect((await stderrAfter(before, 1)).match(/PodMonitor objects need/g)).toHaveLength(1);
  expect(readdirSync(outdir)).toEqual(['quickstart.k8s.yaml']);
}, 60_000);

test('files of the constructs are written beside the manifests', async () => {
  const outdir = folder();
  const app = await kernel.create('cdk8s.App', [struct('cdk8s.AppProps', { outdir })]);
  const { chart } = await quickstart(app);
  await kernel.create('cdk8s-kotaemon.PrometheusAdapter', [chart, 'adapter', struct('cdk8s-kotaemon.PrometheusAdapterProps', { helmValuesFile: 'helm/values.yaml' })]);
  await kernel.invoke(app, 'synth');
  expect(readFileSync(join(outdir, 'helm/values.yaml'), 'utf8')).toContain('http_requests_per_second');
}, 60_000);

test('an object that the library made has its own type', async () => {
  const app = await kernel.create('cdk8s.App', [struct('cdk8s.AppProps', { outdir: folder() })]);
  const { module } = await quickstart(app);
  const policy: ObjectReference = await kernel.get(module, 'scaling');
  expect(policy['$jsii.byref']).toMatch(/^cdk8s-kotaemon\.ScalingPolicy@/);
});

test('a check that fails the synthesis is an exception', async () => {
  const app = await kernel.create('cdk8s.App', [struct('cdk8s.AppProps', { outdir: folder() })]);
  const { chart, module } = await quickstart(app);
  const target = await kernel.get(module, 'deployment');
  await kernel.create('cdk8s-kotaemon.ScalingPolicy', [chart, 'second', struct('cdk8s-kotaemon.ScalingPolicyProps', { target, maxReplicas: 5 })]);
  await expect(kernel.invoke(app, 'synth')).rejects.toThrow(/^checks failed\n {2}error KSC\d+ /);
}, 60_000);

test('toJson returns the final manifest', async () => {
  const app = await kernel.create('cdk8s.App', [struct('cdk8s.AppProps', { outdir: folder() })]);
  const { module } = await quickstart(app);
  const deployment = await kernel.get(module, 'deployment');
  const object = await kernel.invokeStatic('cdk8s.ApiObject', 'of', [deployment]);
  const final = await kernel.invokeStatic('cdk8s-kotaemon.FinalManifest', 'of', [deployment]);
  await kernel.invoke(final, 'add', ['/spec/template/spec/hostUsers', false]);
  expect((await kernel.invoke(object, 'toJson'))).toMatchObject({ spec: { template: { spec: { hostUsers: false } } } });
}, 60_000);

/** examples/quickstart/chart.ts, call by call. */
async function quickstart(app: ObjectReference): Promise<{ chart: ObjectReference; module: ObjectReference }> {
  const seconds = (amount: number): Promise<ObjectReference> => kernel.invokeStatic('cdk8s.Duration', 'seconds', [amount]);
  const chart = await kernel.create('cdk8s.Chart', [app, 'quickstart', struct('cdk8s.ChartProps', { namespace: 'ai-services' })]);
  const module = await kernel.create('cdk8s-kotaemon.KotaemonModule', [chart, 'kotaemon-app', struct('cdk8s-kotaemon.KotaemonModuleProps', {
    image: 'registry.example.com/rag/app:1.4.2',
    port: 8000,
    role: await kernel.invokeStatic('cdk8s-kotaemon.ModuleRole', 'custom', ['app']),
    deploymentName: 'kotaemon-deployment',
    scaling: struct('cdk8s-kotaemon.ModuleScaling', {
      name: 'kotaemon-app-hpa',
      minReplicas: 2,
      maxReplicas: 20,
      metrics: [
        await kernel.invokeStatic('cdk8s-kotaemon.ScalingMetric', 'cpuUtilization', [60]),
        await kernel.invokeStatic('cdk8s-kotaemon.ScalingMetric', 'requestsPerSecond', [100]),
      ],
      scaleUp: struct('cdk8s-kotaemon.ScalingRules', {
        stabilizationWindow: await seconds(30),
        policies: [await kernel.invokeStatic('cdk8s-kotaemon.ScalingRate', 'percent', [100, await seconds(15)])],
      }),
    }),
  })]);
  return { chart, module };
}

/** The kernel's process passes on what is written to stderr; it arrives after the answer to a call. */
async function stderrAfter(start: number, length: number): Promise<string> {
  for (let waited = 0; kernel.stderr.length < start + length && waited < 5000; waited += 20) await new Promise((done) => setTimeout(done, 20));
  return kernel.stderr.slice(start);
}

function contentsOf(outdir: string): Record<string, string> {
  return Object.fromEntries(readdirSync(outdir).map((file) => [file, readFileSync(join(outdir, file), 'utf8')]));
}

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'jsii-'));
}
