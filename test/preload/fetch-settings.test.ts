import { App, Chart, Size, Testing } from 'cdk8s';
import {
  CaBundle, Cluster, ClusterEndpoint, type ClusterProps, Cpu, EgressProxy, HeadRoom, ImagePrepuller, KotaemonModule, ModelCache, ModelNodeCache,
  ModelPreload, type ModelPreloadOptions, ModelSource, ModuleRole, PodIdentity, SecurityProfile,
} from '../../lib';
import { findingsOf } from '../support/charts';
import { COMMIT, SUM } from './support';

type Json = Record<string, any>;

const PROXY = EgressProxy.of('http://proxy.example.com:3128', { cidrs: ['10.1.2.0/24'] });
const CORPORATE = { proxy: PROXY, caBundle: CaBundle.configMap('corporate-ca') };
const hub = { source: ModelSource.huggingFace('acme/embedder', { revision: COMMIT }), size: Size.gibibytes(1) };
const bucket = (identity: PodIdentity) => ({ source: ModelSource.s3('s3://acme/models/v1', { sha256: SUM, region: 'eu-central-1', identity }), size: Size.gibibytes(1) });

function chartOf(cluster: ClusterProps, build: (chart: Chart) => void): Chart {
  const app = new App();
  Cluster.declare(app, cluster);
  const chart = new Chart(app, 'rag', { namespace: 'rag' });
  build(chart);
  return chart;
}

const moduleWith = (preload: ModelPreloadOptions) => (chart: Chart): void => {
  new KotaemonModule(chart, 'embedder', { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/embedder:1.0.0', port: 8080, preload });
};
const find = (chart: Chart, kind: string): Json => Testing.synth(chart).find((manifest) => manifest.kind === kind);
const addresses = ({ spec }: Json): string[] => spec.egress.flatMap(({ to }: Json) => to.flatMap(({ ipBlock }: Json) => ipBlock?.cidr ?? []));
const environment = (container: Json): Json => Object.fromEntries(container.env.map(({ name, value }: Json) => [name, value]));

describe('a proxy and certificates of the cluster', () => {
  test('are used by the container that fetches, and by no other', () => {
    const chart = chartOf(CORPORATE, moduleWith(hub));
    const { initContainers: [fetching], containers: [own], volumes } = find(chart, 'Deployment').spec.template.spec;
    expect(environment(fetching)).toMatchObject({ HTTPS_PROXY: PROXY.url, no_proxy: expect.stringContaining('.svc'), SSL_CERT_FILE: '/etc/cdk8s-kotaemon/ca/ca-bundle.crt' });
    expect(fetching.volumeMounts).toContainEqual({ name: 'ca-bundle', mountPath: '/etc/cdk8s-kotaemon/ca', readOnly: true });
    expect(volumes).toContainEqual({ name: 'ca-bundle', configMap: { name: 'corporate-ca', items: [{ key: 'ca-bundle.crt', path: 'ca-bundle.crt' }] } });
    expect(JSON.stringify(own)).not.toMatch(/PROXY|ca-bundle/);
    expect(findingsOf(chart)).toEqual([]);
  });

  test('open egress to the proxy alone', () => {
    const chart = chartOf(CORPORATE, moduleWith(hub));
    expect(addresses(find(chart, 'NetworkPolicy'))).toEqual(['10.1.2.0/24']);
    expect(find(chart, 'Deployment').metadata.annotations['cdk8s-kotaemon/preload-sources']).toBe('proxy.example.com:3128');
  });

  test('hold for the Job that fills a claim and for the DaemonSet of a node cache', () => {
    const job = chartOf(CORPORATE, moduleWith({ ...hub, cache: ModelCache.persistentVolumeClaim('models') }));
    expect(environment(find(job, 'Job').spec.template.spec.containers[0])).toMatchObject({ HTTPS_PROXY: PROXY.url });
    expect(Testing.synth(job).filter(({ kind }) => kind === 'NetworkPolicy').flatMap(addresses)).toEqual(['10.1.2.0/24']);
    const cache = ModelCache.hostPath('/var/lib/models', { privilegedNamespace: 'rag' });
    const nodes = chartOf(CORPORATE, (chart) => void new ModelNodeCache(chart, 'nodes', { cache, models: [hub] }));
    expect(environment(find(nodes, 'DaemonSet').spec.template.spec.initContainers[0])).toMatchObject({ HTTPS_PROXY: PROXY.url, CURL_CA_BUNDLE: '/etc/cdk8s-kotaemon/ca/ca-bundle.crt' });
    expect(addresses(find(nodes, 'NetworkPolicy'))).toEqual(['10.1.2.0/24']);
    [job, nodes].forEach((chart) => expect(findingsOf(chart)).toEqual([]));
  });

  test('are replaced by those of a preload', () => {
    const chart = chartOf(CORPORATE, moduleWith({ ...hub, proxy: EgressProxy.of('http://10.9.8.7:8080'), caBundle: CaBundle.secret('hub-ca') }));
    expect(addresses(find(chart, 'NetworkPolicy'))).toEqual(['10.9.8.7/32']);
    expect(find(chart, 'Deployment').spec.template.spec.volumes).toContainEqual({ name: 'ca-bundle', secret: { secretName: 'hub-ca', items: [{ key: 'ca.crt', path: 'ca-bundle.crt' }] } });
  });
});

describe('a source that the proxy does not reach', () => {
  test('is reached directly where noProxy names it', () => {
    const proxy = EgressProxy.of('http://10.9.8.7:3128', { noProxy: ['huggingface.co'] });
    expect(addresses(find(chartOf({ proxy }, moduleWith(hub)), 'NetworkPolicy'))).toEqual(['0.0.0.0/0', '::/0']);
  });

  test('is reached by its own network, which its container is told', () => {
    const source = ModelSource.http('http://minio.storage.svc:9000/models/model.bin', { sha256: SUM });
    const network = ClusterEndpoint.of('minio', { port: 9000, namespaceLabels: { 'kubernetes.io/metadata.name': 'storage' } });
    const chart = chartOf(CORPORATE, moduleWith({ source, size: Size.gibibytes(1), network }));
    expect(addresses(find(chart, 'NetworkPolicy'))).toEqual([]);
    expect(environment(find(chart, 'Deployment').spec.template.spec.initContainers[0]).NO_PROXY.split(',')).toContain('minio.storage.svc');
  });
});

describe('the identity of a pod', () => {
  const routes = (identity: PodIdentity): string[] => addresses(find(chartOf(CORPORATE, moduleWith(bucket(identity))), 'NetworkPolicy'));

  test('is exchanged through the proxy at a public token service', () => {
    expect(routes(PodIdentity.irsa())).toEqual(['10.1.2.0/24']);
  });

  test('is issued by the node without it', () => {
    expect(routes(PodIdentity.eksPodIdentity())).toEqual(['10.1.2.0/24', '169.254.170.23/32', 'fd00:ec2::23/128']);
  });
});

test('a security profile of the cluster holds for every pod that is written', () => {
  const chart = chartOf({ security: SecurityProfile.restrictedV2() }, (scope) => {
    moduleWith({ ...hub, cache: ModelCache.persistentVolumeClaim('models') })(scope);
    const cache = ModelCache.hostPath('/var/lib/models', { privilegedNamespace: 'rag' });
    new ModelNodeCache(scope, 'nodes', { cache, models: [hub] });
    new ImagePrepuller(scope, 'images', { images: ['registry.example.com/embedder:1.0.0'] });
    HeadRoom.pausePods(scope, 'room', { pods: 1, resources: { cpu: Cpu.cores(1), memory: Size.gibibytes(1) } });
  });
  const pods = Testing.synth(chart).flatMap(({ spec }) => spec?.template?.spec ?? []);
  expect(pods).toHaveLength(5);
  for (const { securityContext, containers, initContainers = [] } of pods) {
    for (const context of [securityContext, ...[...containers, ...initContainers].map((container: Json) => container.securityContext)]) {
      expect(context).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      ['runAsUser', 'runAsGroup', 'fsGroup'].forEach((field) => expect(context).not.toHaveProperty(field));
    }
  }
});

describe('a declared size', () => {
  const notesOf = (exclude: string[] | undefined, size: Size): string[] => {
    const notes: string[] = [];
    const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => notes.push(String(text)) > 0);
    const app = new App({ outdir: `${process.env.TMPDIR ?? '/tmp'}/fetch-settings` });
    const chart = new Chart(app, 'rag');
    moduleWith({ source: ModelSource.huggingFace('BAAI/bge-m3', { revision: COMMIT, exclude }), size })(chart);
    app.synth();
    write.mockRestore();
    return notes.join('').split('\n').filter((line) => /declares a size/.test(line));
  };

  test('below the weights of a well-known model gets a warning, with the copies to exclude', () => {
    expect(notesOf(undefined, Size.mebibytes(2300))).toEqual([
      'preload bge-m3 declares a size of 2300 MiB, and BAAI/bge-m3 holds about 4333 MiB in pytorch_model.bin, onnx/model.onnx_data; exclude the copies onnx/model.onnx_data of pytorch_model.bin, or raise size',
    ]);
    expect(notesOf(['onnx/*'], Size.mebibytes(1000))).toEqual([expect.stringContaining('holds about 2167 MiB in pytorch_model.bin; raise size')]);
  });

  test('that has room for them is not', () => {
    expect(notesOf(['onnx/*', 'imgs/*'], Size.mebibytes(2300))).toEqual([]);
    expect(notesOf(['onnx/'], Size.mebibytes(2300))).toEqual([]);
    expect(notesOf(undefined, Size.mebibytes(4400))).toEqual([]);
  });
});

test('a preload of one pod beside another shares the bundle', () => {
  const chart = chartOf(CORPORATE, (scope) => {
    const embedder = new KotaemonModule(scope, 'embedder', { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/embedder:1.0.0', port: 8080, preload: hub });
    new ModelPreload(scope, 'Second', { ...hub, name: 'second', workload: embedder });
  });
  expect(find(chart, 'Deployment').spec.template.spec.volumes.filter(({ name }: Json) => name === 'ca-bundle')).toHaveLength(1);
});
