import { App, Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import {
  Autoscaler, EmbeddingModel, ExternalEndpoint, KotaemonPlatform, type KotaemonPlatformProps, ModuleRole, Monitoring, PlatformEntry, type PlatformModuleProps,
  QdrantVectorStore, ScalingMetric, ServedBy, ValkeySessionStore, VectorDatabase, VectorStore, WeaviateVectorStore,
} from '../../lib';
import { findingsOf } from '../support/charts';
import { stderrOf } from '../support/stderr';
import { expectValid } from '../support/validate';

type Json = Record<string, any>;

const gateway = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' } };
const some = (role: ModuleRole, props: Partial<PlatformModuleProps> = {}): PlatformModuleProps => ({ role, image: 'registry.example.com/rag/any:1.0.0', port: 8080, ...props });

function chart(): Chart {
  return new Chart(new App(), 'rag', { namespace: 'rag' });
}

function everything(scope: Chart): Required<KotaemonPlatformProps> {
  return {
    modules: {
      agent: some(ModuleRole.STATE_TRACKING, { calls: ['retriever', 'generator', 'tools'] }),
      retriever: some(ModuleRole.RETRIEVAL, { scaling: { metrics: [ScalingMetric.requestsPerSecond(100, { servedBy: ServedBy.APP })] } }),
      generator: some(ModuleRole.GENERATION, { usesSessions: true }),
      tools: some(ModuleRole.TOOL_CALLING, { connectsTo: [ExternalEndpoint.of('api.example.com')] }),
      indexer: some(ModuleRole.INPUT_PROCESSING, { usesEmbedding: false, partOf: 'indexing' }),
    },
    sessions: new ValkeySessionStore(scope, 'sessions'),
    vectorStore: new WeaviateVectorStore(scope, 'vectors', { embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }) }),
    embedding: ExternalEndpoint.of('embeddings.example.com'),
    entry: PlatformEntry.gatewayRoute({ module: 'agent', hosts: ['chat.example.com'], gateway: 'public', gatewayNamespace: 'gateway', from: gateway }),
    monitoring: Monitoring.podMonitor({ labels: { release: 'prometheus' } }),
    metricsAdapter: { namespace: 'monitoring' },
    alerts: { namespace: 'monitoring', labels: { release: 'prometheus' } },
    dashboard: { namespace: 'monitoring' },
    partOf: 'assistant',
    imagePullSecrets: ['registry'],
    guardrails: { maxReplicas: 10 },
  };
}

function find(manifests: Json[], kind: string, name: string): Json {
  return manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name)!;
}

function environmentOf(manifests: Json[], name: string): string[] {
  return (find(manifests, 'Deployment', name).spec.template.spec.containers[0].env ?? []).map((variable: Json) => variable.name);
}

describe('a platform', () => {
  test('with defaults', () => {
    const scope = chart();
    new KotaemonPlatform(scope, 'platform', { modules: { app: some(ModuleRole.RETRIEVAL) } });
    const manifests = Testing.synth(scope);
    expectValid(manifests);
    expect(findingsOf(scope)).toEqual([]);
    expect(manifests).toMatchSnapshot();
  });

  test('with every option', () => {
    const scope = chart();
    new KotaemonPlatform(scope, 'platform', everything(scope));
    const manifests = Testing.synth(scope);
    expectValid(manifests);
    expect(findingsOf(scope)).toEqual([]);
    expect(manifests.filter(({ metadata }) => !/^(sessions|vectors)\b/.test(metadata.name))).toMatchSnapshot();
  });

  test('wires modules by what they call and by their roles', () => {
    const scope = chart();
    new KotaemonPlatform(scope, 'platform', everything(scope));
    const manifests = Testing.synth(scope);
    const vectors = ['VECTOR_STORE_URL', 'VECTOR_STORE_KIND', 'VECTOR_STORE_GRPC_ADDRESS', 'VECTOR_STORE_API_KEY', 'VECTOR_STORE_COLLECTION', 'EMBEDDING_MODEL', 'EMBEDDING_DIMENSION'];
    expect(environmentOf(manifests, 'agent')).toEqual(['RETRIEVER_URL', 'GENERATOR_URL', 'TOOLS_URL', 'SESSION_STORE_URL', 'SESSION_STORE_PASSWORD']);
    expect(environmentOf(manifests, 'retriever')).toEqual(vectors);
    expect(environmentOf(manifests, 'generator')).toEqual(['SESSION_STORE_URL', 'SESSION_STORE_PASSWORD']);
    expect(environmentOf(manifests, 'tools')).toEqual([]);
    expect(environmentOf(manifests, 'indexer')).toEqual(vectors);
    expect(find(manifests, 'NetworkPolicy', 'retriever').metadata.annotations['kubernetes.io/description']).toContain('embeddings.example.com');
    expect(find(manifests, 'NetworkPolicy', 'indexer').metadata.annotations).toBeUndefined();
  });

  test('writes stores before the modules that use them', () => {
    const scope = chart();
    const props = everything(scope);
    new KotaemonPlatform(scope, 'platform', props);
    const order = Testing.synth(scope).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    for (const store of ['StatefulSet sessions', 'StatefulSet vectors']) {
      expect(order.indexOf(store)).toBeGreaterThanOrEqual(0);
      expect(order.indexOf(store)).toBeLessThan(order.indexOf(store.endsWith('sessions') ? 'Deployment agent' : 'Deployment retriever'));
    }
  });

  test('exposes its parts as ordinary objects', () => {
    const scope = chart();
    const platform = new KotaemonPlatform(scope, 'platform', everything(scope));
    expect(platform.modules.retriever.deployment.kind).toBe('Deployment');
    expect(platform.module('retriever')).toBe(platform.modules.retriever);
    expect(platform.entry?.kind).toBe('HTTPRoute');
    expect(platform.metricsAdapter?.configMap?.kind).toBe('ConfigMap');
    expect(platform.alerts?.rules.kind).toBe('PrometheusRule');
    expect(platform.dashboard?.configMap.kind).toBe('ConfigMap');
    expect([platform.sessions?.name, platform.vectorStore?.name, platform.embedding]).toEqual(['sessions', 'vectors', expect.any(ExternalEndpoint)]);
  });

  test('prints its requests, and keeps to its guardrails', () => {
    const scope = chart();
    new KotaemonPlatform(scope, 'platform', { modules: { app: some(ModuleRole.RETRIEVAL) } });
    expect(stderrOf(() => (scope.node.root as App).synth())).toContain('the app requests 1 core, 2 GiB at minimum replicas (2 pods)');
    const strict = chart();
    new KotaemonPlatform(strict, 'platform', { modules: { app: some(ModuleRole.RETRIEVAL) }, guardrails: { maxReplicas: 3 } });
    expect(() => Testing.synth(strict)).toThrow('may have 10 replicas, and the guardrail allows 3');
  });

  test('serves module metrics through its adapter, unless another server or KEDA does', () => {
    const scope = chart();
    const module = (props: Partial<PlatformModuleProps>) => some(ModuleRole.TOOL_CALLING, props);
    new KotaemonPlatform(scope, 'platform', {
      modules: {
        shown: module({ metricsEndpoint: {} }),
        elsewhere: module({ metricsEndpoint: { servedBy: ServedBy.EXTERNAL } }),
        keda: module({ metricsEndpoint: {}, scaling: { autoscaler: Autoscaler.keda() } }),
        hidden: module({}),
      },
      metricsAdapter: {},
    });
    const manifests = Testing.synth(scope);
    const metricsOf = (name: string) => find(manifests, 'HorizontalPodAutoscaler', name).spec.metrics.map((metric: Json) => metric.pods?.metric.name ?? metric.resource.name);
    expect(['shown', 'elsewhere', 'hidden'].map(metricsOf)).toEqual([['cpu', 'http_requests_inprogress'], ['cpu', 'http_requests_inprogress'], ['cpu']]);
    expect(find(manifests, 'ScaledObject', 'keda').spec.triggers.map(({ type }: Json) => type)).toEqual(['cpu']);
    const rules: string = find(manifests, 'ConfigMap', 'prometheus-adapter-rules').data['config.yaml'];
    expect(rules.match(/as: http_requests_inprogress/g)).toHaveLength(1);
  });

  test('omits features that are not set', () => {
    const platform = new KotaemonPlatform(chart(), 'platform', { modules: { app: some(ModuleRole.RETRIEVAL) } });
    const { sessions, vectorStore, embedding, entry, metricsAdapter, alerts, dashboard } = platform;
    expect([sessions, vectorStore, embedding, entry, metricsAdapter, alerts, dashboard].filter((part) => part !== undefined)).toEqual([]);
    expect(platform.modules.app.labels['app.kubernetes.io/part-of']).toBe('platform');
  });
});

describe('a store', () => {
  test('is replaced by another in one line', () => {
    const urls = [
      (scope: Chart) => new WeaviateVectorStore(scope, 'vectors'),
      (scope: Chart) => new QdrantVectorStore(scope, 'vectors'),
      () => VectorStore.external({ database: VectorDatabase.MILVUS, url: 'http://milvus.example.com:19530' }),
    ].map((store) => {
      const scope = chart();
      new KotaemonPlatform(scope, 'platform', { modules: { app: some(ModuleRole.RETRIEVAL) }, vectorStore: store(scope) });
      return find(Testing.synth(scope), 'Deployment', 'app').spec.template.spec.containers[0].env[0].value;
    });
    expect(urls).toEqual(['http://vectors:8080', 'http://vectors:6333', 'http://milvus.example.com:19530']);
  });

  test('of another chart stays out of the order, which would number the files of all charts', () => {
    const app = new App();
    const data = new Chart(app, 'data', { namespace: 'rag' });
    const scope = new Chart(app, 'rag', { namespace: 'rag' });
    new KotaemonPlatform(scope, 'platform', { modules: { app: some(ModuleRole.STATE_TRACKING) }, sessions: new ValkeySessionStore(data, 'sessions') });
    expect(scope.node.dependencies).toEqual([]);
    expect(app.charts.flatMap((each) => each.node.findAll()).flatMap(({ node }) => node.dependencies)).toEqual([]);
  });
});

test('adding a module changes no object of the others', () => {
  const names = ['agent', 'generator', 'indexer', 'retriever', 'tools'];
  const roles = [ModuleRole.STATE_TRACKING, ModuleRole.GENERATION, ModuleRole.INPUT_PROCESSING, ModuleRole.RETRIEVAL, ModuleRole.TOOL_CALLING];
  const written = (order: string[]): Map<string, string> => {
    const scope = chart();
    const modules = Object.fromEntries(order.map((name) => [name, some(roles[names.indexOf(name)])]));
    new KotaemonPlatform(scope, 'platform', { modules, sessions: new ValkeySessionStore(scope, 'sessions') });
    return new Map(Testing.synth(scope).filter(({ metadata }) => metadata.name !== 'sessions').map((each) => [`${each.kind} ${each.metadata.name}`, JSON.stringify(each)]));
  };
  fc.assert(fc.property(fc.shuffledSubarray(names, { minLength: 1, maxLength: 4 }), fc.constantFrom(...names), fc.nat(4), (others, name, at) => {
    fc.pre(!others.includes(name));
    const [before, after] = [written(others), written([...others.slice(0, at), name, ...others.slice(at)])];
    before.forEach((manifest, key) => expect(after.get(key)).toBe(manifest));
  }), { numRuns: 15 });
});

describe('rejected input', () => {
  const create = (props: Partial<KotaemonPlatformProps>) => () => new KotaemonPlatform(chart(), 'assistant', { modules: { app: some(ModuleRole.RETRIEVAL) }, ...props });
  const enter = { module: 'app', from: gateway };

  test.each<[string, Partial<KotaemonPlatformProps>, string]>([
    ['no modules', { modules: {} }, "platform 'assistant' has no modules; add at least one"],
    ['a call to nobody', { modules: { app: some(ModuleRole.RETRIEVAL, { calls: ['gone'] }) } }, "platform 'assistant' has no module 'gone'; it has app"],
    ['a call to what every object has', { modules: { app: some(ModuleRole.RETRIEVAL, { calls: ['constructor'] }) } }, "has no module 'constructor'"],
    ['a call to itself', { modules: { app: some(ModuleRole.RETRIEVAL, { calls: ['app'] }) } }, "module 'app' cannot be connected to itself"],
    ['sessions that there are not', { modules: { app: some(ModuleRole.RETRIEVAL, { usesSessions: true }) } }, "module 'app' needs the session store of platform 'assistant', which has none; set one on the platform"],
    ['vectors that there are not', { modules: { app: some(ModuleRole.RETRIEVAL, { usesVectorStore: true }) } }, 'module \'app\' needs the vector store of platform \'assistant\', which has none; set one on the platform'],
    ['an embedding that there is not', { modules: { app: some(ModuleRole.RETRIEVAL, { usesEmbedding: true }) } }, 'module \'app\' needs the embedding service of platform \'assistant\', which has none; set one on the platform'],
    ['a module whose name is none', { modules: { App: some(ModuleRole.RETRIEVAL) } }, "module name 'App' is not a DNS label"],
    ['an entry to nobody', { entry: PlatformEntry.ingress({ ...enter, module: 'gone', host: 'a.example.com' }) }, "has no module 'gone'"],
    ['an entry to a module without a service', {
      modules: { app: some(ModuleRole.RETRIEVAL, { service: false }) }, entry: PlatformEntry.ingress({ ...enter, host: 'a.example.com' }),
    }, "module 'app' has no Service, which the entry needs; remove service: false"],
  ])('%s', (_, props, message) => {
    expect(create(props)).toThrow(message);
  });
});
