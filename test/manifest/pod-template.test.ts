import { finishingInitContainersOf, isScalable, type Manifest, podTemplateOf, runningContainersOf } from '../../lib/manifest';

const POD = { metadata: { labels: { app: 'a' }, annotations: { b: 'c' } }, spec: { containers: [{ name: 'main' }] } };

function of(kind: string, rest: Record<string, unknown>): Manifest {
  return { apiVersion: 'v1', kind, metadata: { name: 'x' }, ...rest };
}

test.each([
  ['Deployment', { spec: { template: POD } }],
  ['StatefulSet', { spec: { template: POD } }],
  ['Rollout', { spec: { template: POD } }],
  ['Job', { spec: { template: POD } }],
  ['CronJob', { spec: { jobTemplate: { spec: { template: POD } } } }],
])('%s carries a pod template', (kind, rest) => {
  expect(podTemplateOf(of(kind, rest))).toEqual({ labels: { app: 'a' }, annotations: { b: 'c' }, spec: POD.spec });
});

test('a Pod is its own template', () => {
  expect(podTemplateOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', labels: { app: 'a' } }, spec: POD.spec }))
    .toEqual({ labels: { app: 'a' }, annotations: {}, spec: POD.spec });
});

test.each([
  ['Service', {}], ['Deployment', { spec: {} }], ['Deployment', { spec: { template: { spec: {} } } }], ['CronJob', { spec: { template: POD } }],
  ['PodTemplate', { template: POD, spec: { template: POD } }], ['Certificate', { spec: { template: 'x' } }],
])('%s %j carries none', (kind, rest) => {
  expect(podTemplateOf(of(kind, rest))).toBeUndefined();
});

test.each([['Deployment', true], ['StatefulSet', true], ['Rollout', true], ['DaemonSet', false], ['Job', false], ['CronJob', false], ['Pod', false]])('%s is scalable: %s', (kind, scalable) => {
  expect(isScalable(of(kind, {}))).toBe(scalable);
});

test('a sidecar runs with the pod, other init containers finish before it', () => {
  const template = podTemplateOf(of('Deployment', {
    spec: { template: { spec: { initContainers: [{ name: 'load' }, { name: 'proxy', restartPolicy: 'Always' }], containers: [{ name: 'main' }] } } },
  }));
  expect(template && runningContainersOf(template).map(({ name }) => name)).toEqual(['proxy', 'main']);
  expect(template && finishingInitContainersOf(template).map(({ name }) => name)).toEqual(['load']);
});
