import { App, Testing } from 'cdk8s';
import { findingsOf } from '../../test/support/charts';
import { RetrievalChart } from './chart';

const chart = new RetrievalChart(new App(), 'retrieval');
const manifests = Testing.synth(chart);
const find = (kind: string, name: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);
const variables = (template: any): Record<string, string> => Object.fromEntries(template.spec.containers[0].env.map(({ name, value }: any) => [name, value]));

test('writers and readers get the same collection, named after the embedding model', () => {
  const told = [find('Deployment', 'retriever').spec.template, find('Deployment', 'batch-retriever').spec.template, find('ScaledJob', 'ingest').spec.jobTargetRef.template].map(variables);
  expect(new Set(told.map(({ VECTOR_STORE_COLLECTION }) => VECTOR_STORE_COLLECTION))).toEqual(new Set([chart.vectors.collection]));
  told.forEach((environment) => expect(environment).toMatchObject({ VECTOR_STORE_URL: 'http://vectors:8080', EMBEDDER_URL: 'http://embedder.rag.svc:8080', EMBEDDING_DIMENSION: '1024' }));
});

test('the HTTP retriever scales on its own metrics, the Kafka retriever on its lag', () => {
  expect(find('HorizontalPodAutoscaler', 'retriever').spec.scaleTargetRef.name).toBe('retriever');
  const { scaleTargetRef, triggers, maxReplicaCount } = find('ScaledObject', 'batch-retriever').spec;
  expect(scaleTargetRef.name).toBe('batch-retriever');
  expect(triggers).toEqual([expect.objectContaining({ metadata: expect.objectContaining({ topic: 'queries', consumerGroup: 'retriever', lagThreshold: '50' }) })]);
  expect(maxReplicaCount).toBe(24);
});

test('the store is never scaled', () => {
  expect(find('StatefulSet', 'vectors').metadata.annotations).toEqual({ 'cdk8s-kotaemon/autoscaling': 'never', 'cdk8s-kotaemon/max-replicas': '1' });
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});

test('matches the snapshot', () => {
  expect(manifests).toMatchSnapshot();
});
