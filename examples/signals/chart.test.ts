import { App, Testing } from 'cdk8s';
import { parse } from 'yaml';
import { findingsOf } from '../../test/support/charts';
import { SignalsChart } from './chart';

const chart = new SignalsChart(new App(), 'signals');
const manifests = Testing.synth(chart);
const find = (kind: string, name: string) => manifests.find((manifest) => manifest.kind === kind && manifest.metadata.name === name);

test('the model server is scaled by an hpa, and the adapter serves each metric that it names', () => {
  const named = find('HorizontalPodAutoscaler', 'generator').spec.metrics.map(({ pods }: any) => pods.metric.name);
  const { rules } = parse(find('ConfigMap', 'prometheus-adapter-rules').data['config.yaml']);
  expect(rules.map(({ name }: any) => name.as)).toEqual([...named].sort());
});

test('the search is scaled by KEDA on its requests, with its latency as a guard of one step', () => {
  const { triggers, fallback } = find('ScaledObject', 'search').spec;
  expect(triggers.map(({ type, metricType }: any) => [type, metricType])).toEqual([['prometheus', undefined], ['prometheus', 'Value']]);
  triggers.forEach(({ metadata }: any) => expect(metadata.ignoreNullValues).toBe('false'));
  expect(fallback).toEqual({ failureThreshold: 3, replicas: 2, behavior: 'currentReplicasIfHigher' });
});

test('the worker scales from zero on Kafka lag, up to the partitions of the topic', () => {
  expect(find('ScaledObject', 'ingest').spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 12, cooldownPeriod: 600, triggers: [{ type: 'kafka', authenticationRef: { name: 'ingest-kafka' } }] });
  expect(JSON.stringify(find('TriggerAuthentication', 'ingest-kafka').spec)).not.toMatch(/value/);
});

test('each policy has alerts and a row of the dashboard', () => {
  expect(find('PrometheusRule', 'kotaemon-scaling-alerts').spec.groups.map(({ name }: any) => name)).toEqual(['generator', 'ingest', 'search'].map((name) => `kotaemon-scaling-ai-services-${name}`));
  const { panels } = JSON.parse(find('ConfigMap', 'kotaemon-scaling-dashboard').data['kotaemon-scaling.json']);
  expect(panels.filter(({ type }: any) => type === 'row').map(({ title }: any) => title)).toEqual(['ai-services/generator', 'ai-services/ingest', 'ai-services/search']);
});

test('the checks report nothing', () => {
  expect(findingsOf(chart)).toEqual([]);
});
