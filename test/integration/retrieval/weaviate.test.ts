import { Testing } from 'cdk8s';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { EmbeddingModel, EnvValue, type WeaviateVectorStoreProps, WeaviateVectorizer, WeaviateVectorStore } from '../../../lib';
import { API_KEY, WeaviateOnLoopback, weaviateProgram } from './weaviate-on-loopback';

jest.setTimeout(120_000);

const embedding = EmbeddingModel.of('acme/letters', { dimension: 3 });

function synthesized(props: WeaviateVectorStoreProps): { statefulSet: any; clients: Record<string, any> } {
  const chart = Testing.chart();
  const { environment } = new WeaviateVectorStore(chart, 'vectors', { embedding, ...props }).acceptFrom({ name: 'retriever', podLabels: { app: 'retriever' } });
  const clients = Object.fromEntries(Object.entries(environment!).map(([name, value]) => [name, value._manifest(name).value]));
  return { statefulSet: Testing.synth(chart).find(({ kind }: any) => kind === 'StatefulSet'), clients };
}

const { image } = synthesized({}).statefulSet.spec.template.spec.containers[0];
const missing = weaviateProgram(image) === undefined;
if (missing) process.stdout.write(`skipped: no ${image}; run scripts/programs/weaviate.sh\n`);
const run = missing ? test.skip : test;

/** Vectors that count letters, by the API of text-embeddings-inference. */
function embedder(): Promise<Server> {
  const count = (text: string): number[] => ['a', 'b', 'c'].map((letter) => text.split(letter).length - 1 + 0.01);
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => { body += chunk; });
    request.on('end', () => response.setHeader('content-type', 'application/json').end(JSON.stringify(JSON.parse(body).inputs.map(count))));
  });
  return new Promise((resolve) => { server.listen(0, '127.0.0.1', () => resolve(server)); });
}

describe('a real Weaviate, run as it was synthesized', () => {
  let store: WeaviateOnLoopback;
  let collection: string;

  afterEach(() => store?.remove());

  async function started(props: WeaviateVectorStoreProps = {}): Promise<Record<string, any>> {
    const { statefulSet, clients } = synthesized(props);
    collection = clients.VECTOR_STORE_COLLECTION;
    store = await WeaviateOnLoopback.create(statefulSet);
    await store.start();
    return clients;
  }

  const makeCollection = (more: object = { vectorizer: 'none' }) => store.call('POST', '/v1/schema', { class: collection, properties: [{ name: 'text', dataType: ['text'] }], ...more });
  const write = (text: string, vector?: number[], name = collection) => store.call('POST', '/v1/objects', { class: name, properties: { text }, vector });

  async function found(query: string): Promise<string[]> {
    const { body } = await store.call('POST', '/v1/graphql', { query: `{ Get { ${collection}(${query}, limit: 1) { text } } }` });
    return body.data.Get[collection].map(({ text }: { text: string }) => text);
  }

  run('who has no key, or another, gets nowhere; health is asked without one', async () => {
    await started();
    for (const key of ['', 'another']) {
      expect((await store.call('GET', '/v1/schema', undefined, key)).status).toBe(401);
      expect((await store.call('POST', '/v1/objects', { class: collection }, key)).status).toBe(401);
    }
    expect((await store.call('GET', '/v1/schema', undefined, API_KEY)).body).toEqual({ classes: [] });
    expect([await store.probe('startupProbe'), await store.probe('livenessProbe')]).toEqual([true, true]);
  });

  run('what was written is there after a stop and after a kill', async () => {
    await started();
    expect((await makeCollection()).status).toBe(200);
    for (const [text, vector, signal] of [['stopped', [1, 0, 0], 'SIGTERM'], ['killed', [0, 1, 0], 'SIGKILL']] as const) {
      expect((await write(text, [...vector])).status).toBe(200);
      await store.stop(signal);
      await store.start();
      expect(await found(`nearVector: { vector: [${vector.join()}] }`)).toEqual([text]);
    }
    expect(store.written().length).toBeGreaterThan(0);
  });

  run('vectors of another length are refused, and a collection that nobody made is none', async () => {
    await started();
    await makeCollection();
    await write('three', [1, 2, 3]);
    expect((await write('four', [1, 2, 3, 4])).status).toBe(500);
    const other = EmbeddingModel.of('acme/letters', { dimension: 4 }).collectionName();
    const refused = await write('nowhere', [1, 2, 3, 4], other);
    expect([refused.status, JSON.stringify(refused.body)]).toEqual([422, expect.stringContaining('not found in schema')]);
  });

  run('a hosted API that nobody wired cannot be named by a collection', async () => {
    await started();
    const { status, body } = await makeCollection({ vectorizer: 'text2vec-openai' });
    expect([status, JSON.stringify(body)]).toEqual([422, expect.stringContaining('no module with name')]);
  });

  run('the vectorizer is asked, by what modules are told of it', async () => {
    const server = await embedder();
    try {
      const address = EnvValue.value(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
      const vectorizer = WeaviateVectorizer.huggingFace({ acceptFrom: () => ({ name: 'embedder', address, routes: [] }) });
      const { VECTOR_STORE_VECTORIZER: module, VECTOR_STORE_VECTORIZER_URL: endpointURL } = await started({ vectorizer });
      expect((await makeCollection({ vectorizer: module, moduleConfig: { [module]: { endpointURL, vectorizeClassName: false } } })).status).toBe(200);
      for (const text of ['aaaa', 'bbbb', 'cccc']) expect((await write(text)).status).toBe(200);
      expect(await found('nearText: { concepts: ["b"] }')).toEqual(['bbbb']);
    } finally {
      server.close();
    }
  });

  run('the metrics are on their port, where they were asked for', async () => {
    await started({ metrics: true });
    expect(await (await fetch(`${store.metricsUrl}/metrics`)).text()).toMatch(/^# TYPE queries_durations_ms|^# TYPE batch_/m);
    await store.stop('SIGTERM');
  });
});
