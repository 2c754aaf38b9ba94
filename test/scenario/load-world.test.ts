import { rmSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadWorld } from '../../lib/entry/simulator';

const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { template: { spec: { containers: [{ name: 'web' }] } } } };
const autoscaler = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 7 },
};
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'world-'));
  writeFileSync(join(folder, 'hpa.yaml'), JSON.stringify(autoscaler));
});

afterAll(() => rmSync(folder, { recursive: true }));

test('builds a world from objects, files, or both', async () => {
  const scenario = { traffic: { generator: 'flat-noise' } } as const;
  const ofObjects = await loadWorld({ manifests: [deployment, autoscaler], scenario });
  const ofBoth = await loadWorld({ manifests: [deployment, join(folder, 'hpa.yaml')], scenario });
  expect(ofObjects.workloads.map(({ id }) => id)).toEqual(['default/Deployment/web']);
  expect(ofObjects.workloads[0].autoscaler).toMatchObject({ spec: { maxReplicas: 7 } });
  expect(ofBoth).toEqual(ofObjects);
});

test('rejects a scenario object that the schema rejects', async () => {
  const scenario: object = { seed: -1, faults: [{ kind: 'rollout' }] };
  await expect(loadWorld({ manifests: [autoscaler], scenario })).rejects.toThrow('seed is -1; use 0 or more\nfaults.0.at is missing; add it');
});

test('rejects values that are not Kubernetes objects, with their place', async () => {
  await expect(loadWorld({ manifests: [autoscaler, { kind: 'Deployment' }] })).rejects.toThrow('object 2 of manifests is not a Kubernetes object; it needs apiVersion, kind and metadata');
});
