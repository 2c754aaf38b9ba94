import { type Chart, Testing } from 'cdk8s';
import {
  EmbeddingModel, type ExternalVectorStoreProps, type IVectorStore, KotaemonModule, ModuleRole, SecretKey, VectorDatabase, VectorStore, WeaviateVectorStore,
} from '../../../lib';
import { one } from '../../support/charts';

const caller = { name: 'retriever', podLabels: { app: 'retriever' } };
const managed: ExternalVectorStoreProps = { database: VectorDatabase.QDRANT, url: 'https://xyz.example.com:6333' };

function retrieverOn(chart: Chart, store: IVectorStore): KotaemonModule {
  const retriever = new KotaemonModule(chart, 'retriever', { image: 'registry.example.com/rag/retriever:1.4.2', port: 8080, role: ModuleRole.RETRIEVAL });
  retriever.connectTo(store);
  return retriever;
}

function environmentOf(chart: Chart): Record<string, unknown> {
  const [container] = one(chart, 'Deployment').spec.template.spec.containers;
  return Object.fromEntries(container.env.map(({ name, value, valueFrom }: any) => [name, value ?? valueFrom.secretKeyRef]));
}

test('renders every option of a managed store', () => {
  const everything: Required<Omit<ExternalVectorStoreProps, 'pods'>> = {
    database: VectorDatabase.MILVUS,
    url: 'https://in01.example.com:19530',
    user: 'rag',
    apiKey: SecretKey.of('milvus', 'token'),
    embedding: EmbeddingModel.of('BAAI/bge-m3', { dimension: 1024 }),
    collectionPrefix: 'Manuals',
    cidrs: ['10.20.0.0/16'],
    dataPorts: [19531],
  };
  const chart = Testing.chart();
  const store = VectorStore.external(everything);
  retrieverOn(chart, store);
  expect(store).toMatchObject({ name: 'in01.example.com', collection: 'Manuals_bge_m3_1024_2986f42ea6' });
  expect(environmentOf(chart)).toEqual({
    VECTOR_STORE_URL: 'https://in01.example.com:19530',
    VECTOR_STORE_KIND: 'milvus',
    VECTOR_STORE_USER: 'rag',
    VECTOR_STORE_API_KEY: { name: 'milvus', key: 'token' },
    VECTOR_STORE_COLLECTION: 'Manuals_bge_m3_1024_2986f42ea6',
    EMBEDDING_MODEL: 'BAAI/bge-m3',
    EMBEDDING_DIMENSION: '1024',
  });
  expect(one(chart, 'NetworkPolicy').spec.egress).toContainEqual({
    to: [{ ipBlock: { cidr: '10.20.0.0/16' } }], ports: [{ protocol: 'TCP', port: 19530 }, { protocol: 'TCP', port: 19531 }],
  });
});

test('omits variables without a value', () => {
  const chart = Testing.chart();
  const store = VectorStore.external(managed);
  retrieverOn(chart, store);
  expect(store.collection).toBeUndefined();
  expect(environmentOf(chart)).toEqual({ VECTOR_STORE_URL: 'https://xyz.example.com:6333', VECTOR_STORE_KIND: 'qdrant' });
});

test('a store of the cluster is reached at its pods', () => {
  const pods = [{ podLabels: { app: 'milvus' }, namespaceLabels: { 'kubernetes.io/metadata.name': 'data' } }];
  const { routes } = VectorStore.external({ database: VectorDatabase.MILVUS, url: 'http://milvus.data.svc:19530', pods }).acceptFrom(caller);
  expect(routes).toEqual([{ peers: pods, ports: [19530] }]);
});

test.each([['http://10.1.0.1', 80], ['https://10.1.0.1', 443], ['postgresql://10.1.0.1/vectors', 5432]])('%s has a port of its own', (url, port) => {
  expect(VectorStore.external({ database: VectorDatabase.PGVECTOR, url }).acceptFrom(caller).routes).toEqual([{ peers: [{ cidr: '10.1.0.1/32' }], ports: [port] }]);
});

test('swapping one store for another changes no name of a variable', () => {
  const own = Testing.chart();
  retrieverOn(own, new WeaviateVectorStore(own, 'vectors'));
  const elsewhere = Testing.chart();
  retrieverOn(elsewhere, VectorStore.external({ ...managed, apiKey: SecretKey.of('qdrant', 'api-key') }));
  expect(Object.keys(environmentOf(elsewhere)).sort()).toEqual(Object.keys(environmentOf(own)).filter((name) => name !== 'VECTOR_STORE_GRPC_ADDRESS').sort());
});

test('a store of your own can implement the interface', () => {
  const chart = Testing.chart();
  retrieverOn(chart, { name: 'mine', acceptFrom: () => ({ name: 'mine', environment: {}, routes: [] }) });
  expect(one(chart, 'Deployment').spec.template.spec.containers[0]).not.toHaveProperty('env');
});

test.each([
  [{ url: 'https://key:secret@h' }, 'the url of a vector store contains a user or a password; remove them, and pass the credentials as a SecretKey'],
  [{ url: 'redis://h' }, "'redis://h' is not a url of a vector store; write scheme://host[:port][,host[:port]...][/path] with one of the schemes http, https, postgres, postgresql"],
  [{ url: 'http://milvus' }, "'milvus' is a name inside the cluster without a public address; set its pods (pods of a store, otherwise ClusterEndpoint.of), or its cidrs"],
  [{ cidrs: ['10.0.0.0/8'], pods: [{ podLabels: { app: 'x' } }] }, 'a vector store has both cidrs and pods; set one of the two'],
  [{ dataPorts: [0] }, 'a data port of xyz.example.com must be a whole number from 1 to 65535, got 0'],
])('%j is refused', (props, message) => {
  expect(() => VectorStore.external({ ...managed, ...props })).toThrow(message);
});

test('a database of your own has a name', () => {
  expect(VectorDatabase.custom('opensearch').name).toBe('opensearch');
  expect(() => VectorDatabase.custom('Open Search')).toThrow("'Open Search' is not the name of a vector database; use lower-case letters, digits, '-' and '_', as in 'opensearch'");
});
