import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import { KotaemonModule, ModelCache, ModelPreload, ModelSource, ModuleRole } from '../../lib';
import { deployment, findingsOf } from '../support/charts';
import { COMMIT, huggingFace, podOf, preloadIn, withoutScripts } from './support';

const cache = ModelCache.persistentVolumeClaim('models');

function moduleIn(chart: Chart, name: string): KotaemonModule {
  return new KotaemonModule(chart, name, { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/rag/app:1.0.0', port: 8000 });
}

test('only the Job writes: hardened, retried on transient errors, and failed on permanent ones', () => {
  const chart = Testing.chart();
  const { writer } = preloadIn(chart, { cache });
  expect(withoutScripts(writer!.toJson())).toMatchSnapshot();
});

test('pods only read, and wait no longer than it takes to find the marker', () => {
  const chart = Testing.chart();
  preloadIn(chart, { cache });
  const pod = podOf(Testing.synth(chart)[0]);
  expect(pod.volumes).toEqual([{ name: 'model-bge-m3', persistentVolumeClaim: { claimName: 'models', readOnly: true } }]);
  const mounts = [...pod.initContainers, ...pod.containers].flatMap(({ volumeMounts }) => volumeMounts);
  expect(mounts.map(({ readOnly }) => readOnly)).toEqual([true, true]);
});

test('workloads that share model and claim share the job', () => {
  const chart = Testing.chart();
  const model = { source: huggingFace(), size: Size.gibibytes(2), cache };
  const [ofApi, ofWorker] = ['api', 'worker'].map((name) => new ModelPreload(chart, `${name}Preload`, { ...model, workload: moduleIn(chart, name) }));
  expect(ofApi.writer).toBe(ofWorker.writer);
  expect(findingsOf(chart)).toEqual([]);
});

test('rejects workloads with different settings', () => {
  const chart = Testing.chart();
  preloadIn(chart, { cache });
  expect(() => new ModelPreload(chart, 'Second', { workload: moduleIn(chart, 'worker'), source: huggingFace(), size: Size.gibibytes(3), cache }))
    .toThrow(`two preloads of huggingface BAAI/bge-m3@${COMMIT} into claim 'models' differ; give both the same size, bandwidth, timeout, image, resources and writer`);
});

test('another revision is another job, in another folder', () => {
  const names = [COMMIT, COMMIT.replace('5', '6')].map((revision) => {
    const chart = Testing.chart();
    return preloadIn(chart, { source: ModelSource.huggingFace('BAAI/bge-m3', { revision }), cache }).writer!.name;
  });
  expect(names[0]).not.toBe(names[1]);
});

test('the job is where its workload is, with the identity that it is given', () => {
  const app = new App();
  const workload = deployment(new Chart(app, 'rag', { namespace: 'rag' }));
  const { writer } = new ModelPreload(new Chart(app, 'models'), 'Preload', { workload, source: huggingFace(), size: Size.gibibytes(2), cache, writer: { serviceAccountName: 'model-reader' } });
  expect(writer!.toJson()).toMatchObject({ metadata: { namespace: 'rag' }, spec: { template: { spec: { serviceAccountName: 'model-reader' } } } });
  expect(() => preloadIn(Testing.chart(), { cache, writer: { serviceAccountName: 'A' } })).toThrow("ServiceAccount name 'A'");
});

describe('the name of the job', () => {
  const named = (props: Parameters<typeof preloadIn>[1] = {}): string => preloadIn(Testing.chart(), { cache, ...props }).writer!.name;

  test('differs with the settings, since a Job cannot be changed', () => {
    expect(named()).toBe(named());
    const changes = [{}, { size: Size.gibibytes(3) }, { timeout: Duration.hours(2) }, { image: 'registry.example.com/tools:1.0.0' }, { cache: ModelCache.persistentVolumeClaim('others') }, { writer: { tolerations: [{ key: 'batch' }] } }];
    expect(new Set(changes.map(named)).size).toBe(changes.length);
  });

  test('leaves the name of the policy and the labels of the pods alone', () => {
    const [known, changed] = [Size.gibibytes(2), Size.gibibytes(3)].map((size) => preloadIn(Testing.chart(), { cache, size }));
    expect(changed.writerNetworkPolicy!.toJson()).toEqual(known.writerNetworkPolicy!.toJson());
    expect(changed.writer!.toJson().spec.template.metadata).toEqual(known.writer!.toJson().spec.template.metadata);
  });

  test('is short enough for the longest name of a model', () => {
    expect(named({ source: ModelSource.huggingFace(`a/${'b'.repeat(90)}`, { revision: COMMIT }) })).toMatch(/^preload-b{40}-[0-9a-f]{8}$/);
  });
});

test('charts of one namespace that share model and claim share the job, and those of others do not', () => {
  const app = new App();
  const writerIn = (id: string, namespace: string) => preloadIn(new Chart(app, id, { namespace }), { cache, workload: moduleIn(new Chart(app, `${id}-workload`, { namespace }), id) }).writer;
  const [api, worker, other] = [writerIn('api', 'rag'), writerIn('worker', 'rag'), writerIn('other', 'staging')];
  expect(api).toBe(worker);
  expect(other).not.toBe(api);
  expect(findingsOf(app)).toEqual([]);
});

test('one model in two claims has two jobs, and two policies', () => {
  const chart = Testing.chart();
  const [first, second] = ['models', 'others'].map((claim) => new ModelPreload(chart, `${claim}Preload`, {
    workload: moduleIn(chart, `of-${claim}`), source: huggingFace(), size: Size.gibibytes(2), cache: ModelCache.persistentVolumeClaim(claim),
  }));
  expect(first.writer!.name).not.toBe(second.writer!.name);
  expect(first.writerNetworkPolicy!.name).not.toBe(second.writerNetworkPolicy!.name);
  expect(findingsOf(chart)).toEqual([]);
});
