import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { ModelPreloadChart } from './chart';

const chart = new ModelPreloadChart(new App(), 'model-preload');
const manifests = Testing.synth(chart);
const find = (kind: string, name: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name.startsWith(name));

test('each pod of the embedder fetches its model before it starts', () => {
  const { spec } = find('Deployment', 'embedder').spec.template;
  expect(spec.initContainers.map(({ name }: { name: string }) => name)).toEqual(['preload-bge-small-en-v1-5']);
  expect(spec.containers[0].volumeMounts).toContainEqual({ name: 'model-bge-small-en-v1-5', mountPath: '/models/embedder', readOnly: true, subPath: expect.any(String) });
});

test('one job fills the claim, and every pod of the language model can only read it', () => {
  expect(manifests.filter(({ kind }) => kind === 'Job')).toHaveLength(1);
  expect(find('Job', 'preload-v1').spec.template.spec.containers[0].env).toContainEqual({
    name: 'AWS_SECRET_ACCESS_KEY', valueFrom: { secretKeyRef: { name: 'model-store', key: 'secret-access-key' } },
  });
  expect(find('Deployment', 'llm').spec.template.spec.volumes).toContainEqual({ name: 'model-llm', persistentVolumeClaim: { claimName: 'models', readOnly: true } });
});

test('annotations tell the simulator the start-up time of a new pod', () => {
  expect(['embedder', 'llm'].map((name) => find('Deployment', name).metadata.annotations)).toEqual([
    { 'cdk8s-kotaemon/start-time': '30s', 'cdk8s-kotaemon/preload-time': '3s', 'cdk8s-kotaemon/preload-sources': 'huggingface.co:443' },
    { 'cdk8s-kotaemon/start-time': '123s', 'cdk8s-kotaemon/preload-time': '2s' },
  ]);
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});
