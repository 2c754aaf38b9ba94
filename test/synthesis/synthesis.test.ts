import { ApiObject, App, Chart } from 'cdk8s';
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Adoption, Cluster, FinalManifest, KotaemonModule, KubernetesVersion, ModuleRole, Monitoring, ScalingMetric, ScalingPolicy, type ScalingPolicyOptions } from '../../lib';
import { transformFinalManifest } from '../../lib/kube/final-manifest';
import { Synthesis } from '../../lib/kube/synthesis';
import { deployment } from '../support/charts';
import { stderrOf } from '../support/stderr';

function appWith(options: Partial<ScalingPolicyOptions> = {}, spec = {}): { app: App; chart: Chart; target: ApiObject } {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
  const chart = new Chart(app, 'web');
  const target = deployment(chart, spec);
  new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5, ...options });
  return { app, chart, target };
}

test('a synthesis without findings is silent', () => {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
  const web = new KotaemonModule(new Chart(app, 'web'), 'web', {
    image: 'registry.example.com/web:1.4.2', port: 8000, role: ModuleRole.custom('web'), monitoring: Monitoring.none(),
    scaling: { maxReplicas: 5, metrics: [ScalingMetric.cpuUtilization(60)] },
  });
  expect(stderrOf(() => app.synth())).toBe('');
  expect(fs.readdirSync(app.outdir)).toEqual([`${web.node.scope!.node.id}.k8s.yaml`]);
});

test('counts warnings on general practice in one line', () => {
  const { app } = appWith();
  expect(stderrOf(() => app.synth())).toMatch(/^\d+ more warnings? about practice; list them with 'npx cdk8s-kotaemon check' on the output folder\n$/);
});

test('warnings and adoption steps go to stderr once, however many charts there are', () => {
  const { app } = appWith({ metrics: [ScalingMetric.requestsPerSecond(100)], adopt: Adoption.fromFixedReplicas() });
  new Chart(app, 'second');
  const lines = stderrOf(() => app.synth()).trim().split('\n');
  expect(lines.filter((line) => line.startsWith('warning KSC003'))).toHaveLength(1);
  expect(lines.filter((line) => line.startsWith('before the first apply'))).toHaveLength(1);
});

test('an error fails the synthesis before anything is written, without stack frames', () => {
  const { app } = appWith({}, { containers: [{ name: 'main' }] });
  expect.assertions(3);
  try {
    app.synth();
  } catch (error) {
    expect((error as Error).message).toBe(
      "checks failed\n  error KSC002 HorizontalPodAutoscaler web: scales on cpu utilization, but container 'main' requests no cpu; add the request");
    expect((error as Error).stack).toBe((error as Error).message);
  }
  expect(fs.readdirSync(app.outdir)).toEqual([]);
});

test('a patch on a path that does not exist fails the synthesis, without stack frames', () => {
  const { app, target } = appWith();
  FinalManifest.of(target).remove('/spec/nothing');
  expect.assertions(1);
  try {
    app.synth();
  } catch (error) {
    expect((error as Error).stack).toMatch(/^cannot patch '\/spec\/nothing' of Deployment web: '\/spec' has no 'nothing', and has [^\n]*$/);
  }
});

test('an error on an object outside the app and its targets is a warning', () => {
  const { app, chart } = appWith();
  new ApiObject(chart, 'Budget', { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'theirs' }, spec: { maxUnavailable: 0, selector: {} } });
  expect(stderrOf(() => app.synth())).toMatch(/^warning KSC009 PodDisruptionBudget theirs: maxUnavailable is 0/);
});

test('a manifest is checked for the version of its own chart', () => {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
  const behavior = { scaleUp: { tolerance: '0.05', policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] } };
  for (const kubernetesVersion of [KubernetesVersion.V1_32, KubernetesVersion.V1_35]) {
    const chart = new Chart(app, `on-1-${kubernetesVersion.minor}`, { namespace: `on-1-${kubernetesVersion.minor}` });
    Cluster.declare(chart, { kubernetesVersion });
    new ApiObject(chart, 'Theirs', {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'theirs' },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3, behavior },
    });
  }
  new ScalingPolicy(new Chart(app, 'web'), 'Scaling', { target: deployment(new Chart(app, 'target')), maxReplicas: 5 });
  const findings = stderrOf(() => app.synth()).split('\n').filter((line) => line.includes('KSC012') || line.includes('KSC065'));
  expect(findings.map((line) => line.split(':')[0])).toEqual(['warning KSC012 HorizontalPodAutoscaler on-1-32/theirs', 'warning KSC065 HorizontalPodAutoscaler on-1-32/theirs']);
});

test('prints a suppressed finding with its reason, and does not fail', () => {
  const { app, target } = appWith({}, { containers: [{ name: 'main', resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }] });
  target.metadata.addAnnotation('cdk8s-kotaemon/suppress-KSC010', 'mutated by the admission webhook');
  expect(stderrOf(() => app.synth())).toMatch(/^suppressed \(mutated by the admission webhook\) KSC010 Deployment web/);
});

test.each([
  ['a check', '', 'error KSC002 HorizontalPodAutoscaler web'],
  ['a prop', 'minReplicas: 9', 'web/Scaling: minReplicas (9) must not be above maxReplicas (5)'],
])('a process that fails to synthesize for %s prints why and no frame', (_, props, message) => {
  const script = `
    const { App, Chart, ApiObject } = require('cdk8s');
    const { ScalingPolicy } = require('./lib');
    const app = new App({ outdir: ${JSON.stringify(fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')))} });
    const chart = new Chart(app, 'web');
    const target = new ApiObject(chart, 'Web', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
      spec: { template: { spec: { containers: [{ name: 'main' }] } } } });
    new ScalingPolicy(chart, 'Scaling', { target, maxReplicas: 5, ${props} });
    app.synth();`;
  const root = path.join(__dirname, '../..');
  expect.assertions(3);
  try {
    execFileSync(process.execPath, ['-r', 'ts-node/register', '-e', script], { cwd: root, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { status, stderr } = error as { status: number; stderr: string };
    expect(status).toBe(1);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
  }
});

test('renders the app once', () => {
  const { app, target } = appWith();
  new Chart(app, 'second');
  let renderings = 0;
  transformFinalManifest(target, (manifest) => {
    renderings += 1;
    return manifest;
  });
  app.synth();
  expect(renderings).toBe(1);
});

describe('synthesis called by the jsii kernel on the prototype of the constructor', () => {
  test('synth reports warnings, notes and files', () => {
    const { app } = appWith({ metrics: [ScalingMetric.requestsPerSecond(100)], adopt: Adoption.fromFixedReplicas() });
    Synthesis.of(app).file('values/extra.yaml', () => 'a: 1\n');
    const lines = stderrOf(() => app.constructor.prototype.synth.call(app)).trim().split('\n');
    expect(lines.filter((line) => line.startsWith('warning KSC003'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('before the first apply'))).toHaveLength(1);
    expect(fs.readFileSync(path.join(app.outdir, 'values/extra.yaml'), 'utf8')).toBe('a: 1\n');
  });

  test('toJson returns the final manifest', () => {
    const { target } = appWith();
    FinalManifest.of(target).add('/spec/template/spec/hostUsers', false);
    expect(target.constructor.prototype.toJson.call(target).spec.template.spec.hostUsers).toBe(false);
  });
});

test('an app whose synth another library wraps first is checked once', () => {
  const app = new App({ outdir: fs.mkdtempSync(path.join(os.tmpdir(), 'synth-')) });
  const synth = app.synth.bind(app);
  app.synth = () => synth();
  const chart = new Chart(app, 'web');
  new ScalingPolicy(chart, 'Scaling', { target: deployment(chart), maxReplicas: 5, adopt: Adoption.fromFixedReplicas() });
  expect(stderrOf(() => app.synth()).match(/before the first apply/g)).toHaveLength(1);
});
