import { cli, HPA } from './cli';

test('lists objects and the settings of autoscalers', async () => {
  const { status, stdout } = await cli(['list', '-'], { stdin: `${HPA}---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\n` });
  expect(status).toBe(0);
  expect(stdout).toBe([
    'KIND                     NAMESPACE  NAME',
    'HorizontalPodAutoscaler  shop       web   2–20 replicas on cpu 60 %, http_requests_per_second 100',
    'Service                  -          web',
    '',
  ].join('\n'));
});

test('lists the schedules of CronJobs, triggers and CronHorizontalPodAutoscalers', async () => {
  const note = JSON.stringify({ asOf: '2026-01-01', base: 2, schedules: [{ time: '8:45-10:15', weekdays: [1], atLeast: 10, timeZone: 'Europe/Berlin' }] });
  const job = (text: string): string => `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: web-schedule, annotations: {cdk8s-kotaemon/schedules: '${text}'}}\n`;
  expect((await cli(['list', '-'], { stdin: job(note) })).stdout).toContain('web-schedule  Mondays 8:45-10:15 Europe/Berlin at least 10\n');
  expect((await cli(['list', '-'], { stdin: job('{}') })).stdout).toContain('web-schedule\n');
});

test('lists objects that check rejects, with non-string names and escaped control characters', async () => {
  const stdin = 'apiVersion: v1\nkind: "::error::x"\nmetadata: {name: "a\\n::warning::b", namespace: 2024}\n---\napiVersion: v1\nkind: Service\nmetadata: {generateName: 5, namespace: [x]}\n';
  const { status, stdout } = await cli(['list', '-'], { stdin });
  expect(status).toBe(0);
  expect(stdout).toBe([
    'KIND        NAMESPACE  NAME',
    '\\x3a:error::x  2024       a\\n::warning::b',
    'Service     ["x"]      5',
    '',
  ].join('\n'));
});

test('lists the replicas of workloads, or what scales them', async () => {
  const deployment = (name: string, spec: string): string => `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: ${name}, namespace: shop}\nspec: ${spec}\n`;
  const { stdout } = await cli(['list', '-'], { stdin: `${HPA}${deployment('web', '{}')}${deployment('db', '{replicas: 1}')}` });
  expect(stdout).toMatch(/Deployment +shop +web +scaled by HorizontalPodAutoscaler web\n/);
  expect(stdout).toMatch(/Deployment +shop +db +1 replica\n/);
});

test('lists every autoscaler of a workload, and not the HPA that KEDA makes of a ScaledObject', async () => {
  const deployment = '---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {}\n';
  const scaledObject = '---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: web, namespace: shop}\nspec: {scaleTargetRef: {name: web}}\n';
  expect((await cli(['list', '-'], { stdin: `${HPA}${scaledObject}${deployment}` })).stdout)
    .toMatch(/Deployment +shop +web +scaled by HorizontalPodAutoscaler web and ScaledObject web\n/);
  const made = HPA.replace('name: web', 'ownerReferences: [{kind: ScaledObject, name: web}], name: web');
  expect((await cli(['list', '-'], { stdin: `${made}${scaledObject}${deployment}` })).stdout).toMatch(/Deployment +shop +web +scaled by ScaledObject web\n/);
});

test('a terminal without UTF-8 gets ASCII', async () => {
  expect((await cli(['list', '-'], { stdin: HPA, env: { LANG: 'C' } })).stdout).toContain('2-20 replicas');
});

test('rejects input without objects', async () => {
  expect(await cli(['list', '-'], { stdin: '' })).toEqual({ status: 2, stdout: '', stderr: 'error: no Kubernetes object in standard input\n' });
  expect((await cli(['list', '-'], { stdin: 'replicas: 3' })).stderr)
    .toBe('error: no Kubernetes object in standard input; stdin:1: (document 1) not a Kubernetes object: it has no apiVersion\n');
});
