import { App, Chart, Duration, Size, Testing } from 'cdk8s';
import {
  Cluster, Cpu, EmbeddingModel, EnvValue, ImagePullPolicy, IpFamilies, Monitoring, QdrantVectorStore, ScalingPolicy, SecretKey, SecurityProfile,
  TaintEffect, type VectorStoreServerProps, VolumeAccess, WeaviateVectorStore,
} from '../../../lib';
import { findingsOf, one } from '../../support/charts';

const caller = { name: 'retriever', podLabels: { 'app.kubernetes.io/name': 'retriever' } };
const STORES = [
  ['weaviate', WeaviateVectorStore, { image: 'docker.io/semitechnologies/weaviate:1.35.2', memory: Size.mebibytes(1408), http: 8080, grpc: 50051 }],
  ['qdrant', QdrantVectorStore, { image: 'docker.io/qdrant/qdrant:v1.15.4@sha256:6ac4807063bbecddca0250bfbcff52acf18c22263b904d12919349e6d0a408f1', memory: Size.mebibytes(1152), http: 6333, grpc: 6334 }],
] as const;

describe.each(STORES)('%s', (kind, Store, defaults) => {
  test('renders the minimum', () => {
    const chart = Testing.chart();
    new Store(chart, 'vectors');
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('renders every option', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'rag' });
    const everything: Required<VectorStoreServerProps> = {
      name: 'knowledge',
      image: `registry.example.com/${kind}:1.0.0@sha256:${'a'.repeat(64)}`,
      imagePullPolicy: ImagePullPolicy.ALWAYS,
      imagePullSecrets: ['registry'],
      apiKey: SecretKey.of('vector-credentials', 'key'),
      embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }),
      collectionPrefix: 'Manuals',
      vectors: 500_000,
      objectSize: Size.kibibytes(2),
      cpu: Cpu.cores(4),
      memory: Size.gibibytes(8),
      storage: Size.gibibytes(50),
      storageClassName: 'fast',
      volumeAccess: VolumeAccess.READ_WRITE_ONCE_POD,
      terminationGracePeriod: Duration.minutes(5),
      metrics: true,
      monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
      scraper: { podLabels: { app: 'vmagent' }, namespaceLabels: { 'kubernetes.io/metadata.name': 'observability' } },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'dedicated', value: 'vectors', effect: TaintEffect.NO_SCHEDULE }],
      priorityClassName: 'stateful',
      labels: { team: 'search' },
      podLabels: { 'sidecar.istio.io/inject': 'false' },
      podAnnotations: { 'example.com/backup': 'daily' },
      env: { TZ: EnvValue.value('UTC') },
    };
    new Store(chart, 'vectors', everything).acceptFrom({ ...caller, namespace: 'rag' });
    expect(Testing.synth(chart)).toMatchSnapshot();
    expect(findingsOf(chart)).toEqual([]);
  });

  test('every default is what its documentation says', () => {
    const minimal = Testing.chart();
    new Store(minimal, 'vectors');
    const spelledOut = Testing.chart();
    new Store(spelledOut, 'vectors', {
      name: 'vectors',
      image: defaults.image,
      imagePullPolicy: ImagePullPolicy.IF_NOT_PRESENT,
      apiKey: SecretKey.of('vectors-auth', 'api-key'),
      vectors: 100_000,
      objectSize: Size.kibibytes(4),
      cpu: Cpu.cores(1),
      memory: defaults.memory,
      storage: Size.gibibytes(20),
      volumeAccess: VolumeAccess.READ_WRITE_ONCE,
      terminationGracePeriod: Duration.minutes(10),
      metrics: false,
    });
    expect(Testing.synth(minimal)).toEqual(Testing.synth(spelledOut));
  });

  test('a client gets address, key and collection, and is admitted', () => {
    const chart = Testing.chart();
    const store = new Store(chart, 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) });
    const endpoint = store.acceptFrom(caller);
    expect(endpoint).toMatchObject({ name: 'vectors', addressVariable: 'VECTOR_STORE_URL', routes: [{ ports: [defaults.http, defaults.grpc] }] });
    expect(endpoint.address?._manifest('X')).toEqual({ name: 'X', value: `http://vectors:${defaults.http}` });
    expect(Object.entries(endpoint.environment!).map(([name, value]) => value._manifest(name))).toEqual([
      { name: 'VECTOR_STORE_KIND', value: kind },
      { name: 'VECTOR_STORE_GRPC_ADDRESS', value: `vectors:${defaults.grpc}` },
      { name: 'VECTOR_STORE_API_KEY', valueFrom: { secretKeyRef: { name: 'vectors-auth', key: 'api-key' } } },
      { name: 'VECTOR_STORE_COLLECTION', value: store.collection },
      { name: 'EMBEDDING_MODEL', value: 'BAAI/bge-m3' },
      { name: 'EMBEDDING_DIMENSION', value: '1024' },
    ]);
    expect(one(chart, 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: { matchLabels: caller.podLabels } }], ports: [{ protocol: 'TCP', port: defaults.http }, { protocol: 'TCP', port: defaults.grpc }] }],
    });
    expect(one(chart, 'NetworkPolicy').spec).not.toHaveProperty('egress');
  });

  test('a client of another namespace is refused, since it could not read the secret', () => {
    const store = new Store(Testing.chart(), 'vectors');
    expect(() => store.acceptFrom({ ...caller, namespace: 'elsewhere' })).toThrow("'retriever' is in namespace 'elsewhere' and vector store 'vectors' in 'default'");
  });

  test('another embedding model is another collection in the same store', () => {
    const [one, other] = [1024, 512].map((dimension) => new Store(Testing.chart(), 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension }) }));
    expect(one.collection).not.toBe(other.collection);
    expect(one.name).toBe(other.name);
  });

  test('an autoscaler on the store is an error', () => {
    const chart = Testing.chart();
    const store = new Store(chart, 'vectors');
    new ScalingPolicy(chart, 'Scaling', { target: store, maxReplicas: 3 });
    expect(() => Testing.synth(chart)).toThrow('error KSC007 HorizontalPodAutoscaler vectors: scales StatefulSet vectors, whose annotation says that it is never autoscaled');
  });

  test.each([
    [{ name: 'Vectors' }, "vector store name 'Vectors' is not a DNS label"],
    [{ image: kind }, `image '${kind}' has neither tag nor digest`],
    [{ priorityClassName: 'A B' }, "PriorityClass name 'A B' is not a DNS subdomain"],
    [{ vectors: -1 }, 'the number of vectors must be a whole number above 0, got -1'],
    [{ terminationGracePeriod: Duration.millis(1500) }, 'the termination grace period must be a whole number of seconds, at least 1, got 1.5 s'],
  ])('%j is refused', (props, message) => {
    expect(() => new Store(Testing.chart(), 'vectors', props)).toThrow(message);
  });
});

describe('metrics', () => {
  test('of Weaviate are open to the scraper on a port of their own', () => {
    const chart = Testing.chart();
    new WeaviateVectorStore(chart, 'vectors', { metrics: true });
    expect(one(chart, 'PodMonitor').spec.podMetricsEndpoints).toEqual([{ port: 'metrics', path: '/metrics', interval: '15s', scrapeTimeout: '10s' }]);
    expect(one(chart, 'StatefulSet').spec.template.spec.containers[0].ports).toContainEqual({ name: 'metrics', containerPort: 2112, protocol: 'TCP' });
  });

  test('of Qdrant are read with the API key, which is only referred to', () => {
    const chart = Testing.chart();
    new QdrantVectorStore(chart, 'vectors', { metrics: true });
    expect(one(chart, 'PodMonitor').spec.podMetricsEndpoints[0]).toMatchObject({
      port: 'http', authorization: { type: 'Bearer', credentials: { name: 'vectors-auth', key: 'api-key' } },
    });
  });

  test('of Qdrant cannot be found by annotations, which hold no key', () => {
    expect(() => new QdrantVectorStore(Testing.chart(), 'vectors', { metrics: true, monitoring: Monitoring.annotations() }))
      .toThrow('these metrics need a key, which annotations cannot hold; use Monitoring.podMonitor(), or Monitoring.none() and your own scrape configuration');
  });

  test('of Weaviate can be found by annotations', () => {
    const chart = Testing.chart();
    new WeaviateVectorStore(chart, 'vectors', { metrics: true, monitoring: Monitoring.annotations() });
    expect(one(chart, 'StatefulSet').spec.template.metadata.annotations).toMatchObject({ 'prometheus.io/port': '2112' });
  });
});

describe('the environment of a server', () => {
  test('takes further settings, and replaces those that nothing else depends on', () => {
    const chart = Testing.chart();
    new WeaviateVectorStore(chart, 'vectors', { env: { AUTOSCHEMA_ENABLED: EnvValue.value('true'), QUERY_DEFAULTS_LIMIT: EnvValue.value('25') } });
    const { env } = one(chart, 'StatefulSet').spec.template.spec.containers[0];
    expect(Object.fromEntries(env.map(({ name, value }: any) => [name, value]))).toMatchObject({ AUTOSCHEMA_ENABLED: 'true', QUERY_DEFAULTS_LIMIT: '25', GRPC_PORT: '50051' });
  });

  test.each([
    [WeaviateVectorStore, 'PERSISTENCE_DATA_PATH'], [WeaviateVectorStore, 'AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED'], [WeaviateVectorStore, 'CLUSTER_ADVERTISE_ADDR'],
    [QdrantVectorStore, 'QDRANT__SERVICE__HTTP_PORT'], [QdrantVectorStore, 'QDRANT__SERVICE__API_KEY'],
    [QdrantVectorStore, 'QDRANT__SERVICE__ENABLE_TLS'], [QdrantVectorStore, 'qdrant__service__http_port'], [WeaviateVectorStore, 'CLUSTER_BIND_ADDR'], [WeaviateVectorStore, 'AUTHORIZATION_RBAC_ENABLED'],
  ] as const)('of %p does not take %s, on which the store depends', (Store, variable) => {
    expect(() => new Store(Testing.chart(), 'vectors', { env: { [variable]: EnvValue.secret('a', 'b') } })).toThrow(
      `env of vector store 'vectors' has ${variable}, which the store sets for its ports, volume or access; remove it`,
    );
  });

  test('tells Weaviate the address of its pod, which it would look for among private ones of IPv4', () => {
    const chart = Testing.chart();
    new WeaviateVectorStore(chart, 'vectors');
    expect(one(chart, 'StatefulSet').spec.template.spec.containers[0].env).toContainEqual({ name: 'CLUSTER_ADVERTISE_ADDR', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } });
  });
});

describe.each([IpFamilies.IPV6, IpFamilies.DUAL_STACK])('on a cluster with %s', (ipFamilies) => {
  const containerOf = (Store: typeof WeaviateVectorStore | typeof QdrantVectorStore): any => {
    const app = new App();
    Cluster.declare(app, { ipFamilies, security: SecurityProfile.restrictedV2() });
    const chart = new Chart(app, 'test');
    new Store(chart, 'vectors');
    expect(findingsOf(chart)).toEqual([]);
    const { securityContext, containers } = one(chart, 'StatefulSet').spec.template.spec;
    expect(securityContext).not.toHaveProperty('fsGroup');
    return containers[0];
  };

  test('Weaviate listens on ::', () => {
    const { args, env } = containerOf(WeaviateVectorStore);
    expect(args.slice(0, 2)).toEqual(['--host', '::']);
    expect(env).toContainEqual({ name: 'CLUSTER_BIND_ADDR', value: '::' });
  });

  test('Qdrant listens on ::', () => {
    expect(containerOf(QdrantVectorStore).env).toContainEqual({ name: 'QDRANT__SERVICE__HOST', value: '::' });
  });
});
