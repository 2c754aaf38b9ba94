import { App, Chart, Size } from 'cdk8s';
import { ModelCache, NodeVolume } from '../../lib';
import { podOf, preloaded } from './support';

test.each([
  ['emptyDir', ModelCache.emptyDir(), { emptyDir: { sizeLimit: '2522Mi' } }],
  ['a generic ephemeral volume', ModelCache.node(NodeVolume.genericEphemeral('local-nvme')), {
    ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'local-nvme', resources: { requests: { storage: '2522Mi' } } } } },
  }],
  ['an inline CSI volume', ModelCache.node(NodeVolume.csi('cache.csi.example.com', { attributes: { pool: 'models' } })), { csi: { driver: 'cache.csi.example.com', volumeAttributes: { pool: 'models' } } }],
  ['an inline CSI volume without attributes', ModelCache.node(NodeVolume.csi('cache.csi.example.com')), { csi: { driver: 'cache.csi.example.com' } }],
  ['a claim', ModelCache.persistentVolumeClaim('models'), { persistentVolumeClaim: { claimName: 'models', readOnly: true } }],
])('%s has room for the model and 20 % more', (_name, cache, source) => {
  const pod = podOf(preloaded({ cache, size: Size.gibibytes(2) }));
  expect(pod.volumes).toEqual([{ name: 'model-bge-m3', ...source }]);
});

describe('a host path', () => {
  const cache = ModelCache.hostPath('/var/lib/models', { privilegedNamespace: 'models' });

  test('is allowed in the namespace that is declared privileged', () => {
    expect(podOf(preloaded({ cache }, new Chart(new App(), 'test', { namespace: 'models' }))).volumes).toEqual([
      { name: 'model-bge-m3', hostPath: { path: '/var/lib/models', type: 'Directory' } },
    ]);
  });

  test('is rejected in other namespaces', () => {
    expect(() => preloaded({ cache }, new Chart(new App(), 'test', { namespace: 'rag' })))
      .toThrow("a host path is allowed in the namespace 'models', and the workload is in 'rag'; Pod Security \"baseline\" and \"restricted\" refuse host paths");
    expect(() => preloaded({ cache })).toThrow("is allowed in the namespace 'models', and the workload is in none that is named");
  });

  test.each(['models', '/', '/var/../etc', '/var/$(x)', '/a b', '/a/'])('is not %j', (path) => {
    expect(() => ModelCache.hostPath(path, { privilegedNamespace: 'models' })).toThrow(/is not a path for models on a node; write an absolute path/);
  });
});

test('rejects invalid names', () => {
  expect(() => ModelCache.persistentVolumeClaim('A')).toThrow("PersistentVolumeClaim name 'A' is not a DNS subdomain");
  expect(() => NodeVolume.genericEphemeral('A')).toThrow("StorageClass name 'A'");
  expect(() => NodeVolume.csi('A')).toThrow("CSIDriver name 'A'");
  expect(() => ModelCache.hostPath('/a', { privilegedNamespace: 'A' })).toThrow("Namespace name 'A'");
});
