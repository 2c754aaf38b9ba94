import { type Chart, Testing } from 'cdk8s';
import { EnvValue, ExternalEndpoint, KotaemonModule, ModuleRole, SecretKey, WeaviateVectorizer, WeaviateVectorStore } from '../../../lib';
import { findingsOf } from '../../support/charts';

function storeWith(vectorizerOf: (embedder: KotaemonModule) => WeaviateVectorizer): { chart: Chart; store: WeaviateVectorStore } {
  const chart = Testing.chart();
  const embedder = new KotaemonModule(chart, 'embedder', { image: 'registry.example.com/rag/embedder:1.0.0', port: 8081, role: ModuleRole.custom('embedding') });
  return { chart, store: new WeaviateVectorStore(chart, 'vectors', { vectorizer: vectorizerOf(embedder) }) };
}

function serverEnvironment(chart: Chart): Record<string, unknown> {
  const { containers: [{ env }] } = Testing.synth(chart).find(({ kind }) => kind === 'StatefulSet').spec.template.spec;
  return Object.fromEntries(env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom]));
}

function clientEnvironment(store: WeaviateVectorStore): Record<string, unknown> {
  const { environment } = store.acceptFrom({ name: 'retriever', podLabels: { app: 'retriever' } });
  return Object.fromEntries(Object.entries(environment!).map(([name, value]) => [name, value._manifest(name).value]));
}

const policyOf = (chart: Chart, name: string) => Testing.synth(chart).find(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name === name).spec;

test('without a vectorizer, modules bring vectors along, and no module of the store is on', () => {
  const { chart } = storeWith(() => WeaviateVectorizer.none());
  expect(serverEnvironment(chart)).toMatchObject({ DEFAULT_VECTORIZER_MODULE: 'none', API_BASED_MODULES_DISABLED: 'true' });
  expect(serverEnvironment(chart)).not.toHaveProperty('ENABLE_MODULES');
});

test('text-embeddings-inference is told to the clients, who write it into each collection', () => {
  const { chart, store } = storeWith((embedder) => WeaviateVectorizer.huggingFace(embedder));
  expect(serverEnvironment(chart)).toMatchObject({ ENABLE_MODULES: 'text2vec-huggingface', DEFAULT_VECTORIZER_MODULE: 'text2vec-huggingface' });
  expect(clientEnvironment(store)).toMatchObject({ VECTOR_STORE_VECTORIZER: 'text2vec-huggingface', VECTOR_STORE_VECTORIZER_URL: 'http://embedder:8081' });
});

test('both network policies allow the connection and DNS', () => {
  const { chart } = storeWith((embedder) => WeaviateVectorizer.huggingFace(embedder));
  expect(policyOf(chart, 'vectors').egress).toEqual([
    expect.objectContaining({ ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }] }),
    { to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'embedder', 'app.kubernetes.io/instance': 'embedder' } } }], ports: [{ protocol: 'TCP', port: 8081 }] },
  ]);
  expect(policyOf(chart, 'embedder').ingress).toEqual([
    { from: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'vectors', 'app.kubernetes.io/instance': 'vectors' } } }], ports: [{ protocol: 'TCP', port: 8081 }] },
  ]);
  expect(findingsOf(chart)).toEqual([]);
});

test('DNS pods can be selected', () => {
  const chart = Testing.chart();
  const dns = [{ cidr: '169.254.20.10/32' }];
  new WeaviateVectorStore(chart, 'vectors', { dns, vectorizer: WeaviateVectorizer.custom('text2vec-ollama', { service: { acceptFrom: () => ({ name: 'o', address: EnvValue.value('http://o'), routes: [] }) } }) });
  expect(policyOf(chart, 'vectors').egress).toEqual([expect.objectContaining({ to: [{ ipBlock: { cidr: '169.254.20.10/32' } }] })]);
});

test('an API of OpenAI gets its key by reference', () => {
  const { chart, store } = storeWith((embedder) => WeaviateVectorizer.openAi(embedder, SecretKey.of('openai', 'key')));
  expect(serverEnvironment(chart)).toMatchObject({ ENABLE_MODULES: 'text2vec-openai', OPENAI_APIKEY: { secretKeyRef: { name: 'openai', key: 'key' } } });
  expect(clientEnvironment(store)).toMatchObject({ VECTOR_STORE_VECTORIZER_URL: 'http://embedder:8081' });
});

test('an inference container is told to the server, which does not wait for it', () => {
  const { chart, store } = storeWith((embedder) => WeaviateVectorizer.transformers(embedder));
  expect(serverEnvironment(chart)).toMatchObject({ TRANSFORMERS_INFERENCE_API: 'http://embedder:8081', TRANSFORMERS_WAIT_FOR_STARTUP: 'false' });
  expect(clientEnvironment(store)).not.toHaveProperty('VECTOR_STORE_VECTORIZER_URL');
  expect(clientEnvironment(store)).toMatchObject({ VECTOR_STORE_VECTORIZER: 'text2vec-transformers' });
});

test("the server gets the service's variables, and its Secrets by reference", () => {
  const chart = Testing.chart();
  const service = {
    acceptFrom: () => ({
      name: 'o', address: EnvValue.value('http://o'), environment: { MODEL: EnvValue.value('m') }, secrets: { O_TOKEN: SecretKey.of('o', 'token') }, routes: [],
    }),
  };
  new WeaviateVectorStore(chart, 'vectors', { vectorizer: WeaviateVectorizer.huggingFace(service) });
  expect(serverEnvironment(chart)).toMatchObject({ MODEL: 'm', O_TOKEN: { secretKeyRef: { name: 'o', key: 'token' } } });
});

test('a service without an address is refused', () => {
  const vectorizer = WeaviateVectorizer.huggingFace(ExternalEndpoint.of('api.example.com'));
  expect(() => new WeaviateVectorStore(Testing.chart(), 'vectors', { vectorizer }))
    .toThrow('api.example.com has no address for text2vec-huggingface; connect a module, or implement IConnectable with an address');
});

test.each(['ollama', 'text2vec_x', 'text2vec-openai,backup-s3', ''])('%j is no module', (module) => {
  expect(() => WeaviateVectorizer.custom(module, { service: ExternalEndpoint.of('api.example.com') })).toThrow(`'${module}' is not a module of Weaviate; write it as in 'text2vec-ollama'`);
});
