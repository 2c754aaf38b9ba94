import { App, Chart, Size, Testing } from 'cdk8s';
import { KotaemonModule, ModelCache, ModelPreload, ModelSource, ModuleRole } from '../../lib';
import { deployment, findingsOf } from '../support/charts';
import { COMMIT, huggingFace, podOf, preloadIn, withoutScripts } from './support';

const cache = ModelCache.persistentVolumeClaim('models');

function moduleIn(chart: Chart, name: string): KotaemonModule {
  return new KotaemonModule(chart, name, { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/rag/app:1.0.0', port: 8000 });
}

test('the job alone writes: hardened, tried again for what passes, and given up for what does not', () => {
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

test('workloads that differ about it are told so', () => {
  const chart = Testing.chart();
  preloadIn(chart, { cache });
  expect(() => new ModelPreload(chart, 'Second', { workload: moduleIn(chart, 'worker'), source: huggingFace(), size: Size.gibibytes(3), cache }))
    .toThrow(`two preloads of huggingface BAAI/bge-m3@${COMMIT} into claim 'models' differ; give both the same size, bandwidth, timeout, image and resources`);
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
  const { writer } = new ModelPreload(new Chart(app, 'models'), 'Preload', { workload, source: huggingFace(), size: Size.gibibytes(2), cache, serviceAccountName: 'model-reader' });
  expect(writer!.toJson()).toMatchObject({ metadata: { namespace: 'rag' }, spec: { template: { spec: { serviceAccountName: 'model-reader' } } } });
  expect(() => preloadIn(Testing.chart(), { serviceAccountName: 'A' })).toThrow("ServiceAccount name 'A'");
});
