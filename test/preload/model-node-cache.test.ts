import { App, Chart, Size, Testing } from 'cdk8s';
import { ModelCache, ModelNodeCache, type ModelNodeCacheProps, ModelPreload, ModelSource, NodeVolume, PodIdentity, PodVolume, TaintEffect } from '../../lib';
import { deployment, findingsOf } from '../support/charts';
import { huggingFace, podOf, SUM, variablesOf, withoutScripts } from './support';

const cache = ModelCache.node(NodeVolume.csi('cache.csi.example.com'));
const embedder = { source: huggingFace(), size: Size.gibibytes(2) };

test('renders one DaemonSet that runs the fetch script and may reach the source', () => {
  const chart = Testing.chart();
  new ModelNodeCache(chart, 'model-cache', { cache, models: [embedder] });
  expect(withoutScripts(Testing.synth(chart))).toMatchSnapshot();
  expect(findingsOf(chart)).toEqual([]);
});

test('renders every option', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'models' });
  const everything: Required<ModelNodeCacheProps> = {
    cache: ModelCache.hostPath('/var/lib/models', { privilegedNamespace: 'models' }),
    models: [embedder, { source: ModelSource.http('https://models.example.com/rerank.gguf', { sha256: SUM }), size: Size.gibibytes(1), dns: [{ cidr: '169.254.20.10/32' }] }],
    name: 'gpu-models',
    nodeSelector: { accelerator: 'nvidia' },
    tolerations: [{ key: 'nvidia.com/gpu', effect: TaintEffect.NO_SCHEDULE }],
    serviceAccountName: 'model-reader',
    imagePullSecrets: ['registry'],
    pauseImage: 'registry.example.com/mirror/pause:3.10',
  };
  const made = new ModelNodeCache(chart, 'model-cache', everything);
  expect(withoutScripts(Testing.synth(chart))).toMatchSnapshot();
  expect(made.networkPolicies.map(({ name }) => name)).toEqual(['gpu-models-0', 'gpu-models-1']);
});

test('a pod of the workload reads the folder that the DaemonSet fills', () => {
  const chart = Testing.chart();
  const { daemonSet } = new ModelNodeCache(chart, 'model-cache', { cache, models: [embedder] });
  const workload = deployment(chart);
  new ModelPreload(chart, 'Preload', { ...embedder, cache, workload });
  const [ahead, late] = [daemonSet, workload].map((object) => variablesOf(podOf(object.toJson()).initContainers[0]));
  expect(late).toEqual(ahead);
});

test.each([
  ["node cache 'model-cache' fills a volume that no other pod can read; use ModelCache.hostPath", { cache: ModelCache.emptyDir(), models: [embedder] }],
  ['node cache \'model-cache\' fills a volume that no other pod can read; use ModelCache.hostPath, or ModelCache.node with a CSI driver that shares a folder', { cache: ModelCache.node(NodeVolume.genericEphemeral('local')), models: [embedder] }],
  ["node cache 'model-cache' has no models; add at least one", { cache, models: [] }],
  ["node cache 'model-cache' has 'a', which is already on a volume; remove it", { cache, models: [{ ...embedder, source: ModelSource.existing(PodVolume.claim('a', 'a')) }] }],
  [`node cache 'model-cache' reads gcs models/bge SHA256SUMS:${SUM} with the identity of its pods (gke-metadata-server), which have no service account; set serviceAccountName`, { cache, models: [{ ...embedder, source: ModelSource.gcs('gs://models/bge', { sha256: SUM, identity: PodIdentity.gkeWorkloadIdentity() }) }] }],
  ["DaemonSet name 'A' is not a DNS label", { cache, models: [embedder], name: 'A' }],
])('is rejected: %s', (message, props) => {
  expect(() => new ModelNodeCache(Testing.chart(), 'model-cache', props)).toThrow(message);
});
