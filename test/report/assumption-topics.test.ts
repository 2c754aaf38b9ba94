import { assumptionTopics } from '../../lib/report/assumption-topics';
import { type Summary } from '../../lib/results/summary';

function topics(lines: readonly string[], names: readonly string[] = ['web', 'api']): string[] {
  return assumptionTopics(lines, { workloads: names.map((name) => ({ name })), flows: [] } as unknown as Pick<Summary, 'workloads' | 'flows'>);
}

test('assumptions of one topic share a line, with the range of their figures and the field that replaces them', () => {
  expect(topics([
    'web: unknown service: a request is assumed to take 258 ms (exponential) with 8 at a time on a pod; set service for absolute figures.',
    'api: unknown service: a request is assumed to take 387 ms (exponential) with 8 at a time on a pod; set service for absolute figures.',
    'Kubernetes 1.28 is assumed; name another with --kubernetes or in the scenario.',
    'web, api: a pod is assumed to answer 10 s after its containers start; set startUp.boot.',
    'web: init containers are assumed to take 10 s; set startUp.init.',
    'web: metric a is taken to measure requests per second.', 'web: metric b is taken to measure latency.',
  ])).toEqual([
    'unknown service: relative figures only, as service times are assumed from the traffic (258 ms to 387 ms a request) (set service)',
    'cluster: Kubernetes 1.28 is assumed (set kubernetes)',
    'start-up: 10 s until a pod answers (set startUp.boot); 10 s for init containers for web (set startUp.init)',
    'metrics: a measures requests per second, b measures latency',
  ]);
});

test('warnings in capitals come first, and sentences without a short form unchanged', () => {
  expect(topics([
    'Kubernetes 1.28 is assumed; name another.', 'The traffic is multiplied by 3.', 'web: METRIC WITHOUT VALUES: x: its name is not known, so that it is missing in every pass; set its signal under metrics.',
  ])).toEqual([
    'web: METRIC WITHOUT VALUES: x: its name is not known, so that it is missing in every pass; set its signal under metrics.',
    'cluster: Kubernetes 1.28 is assumed (set kubernetes)', 'The traffic is multiplied by 3.',
  ]);
});

test('a name with a colon is told from the sentence', () => {
  expect(topics(['a: b: starts with minReplicas, 2.', 'a: b, web: starts with minReplicas, 3.'], ['a: b', 'web'])).toEqual(['start: replicas begin at the minimum (2 to 3) (set replicas)']);
});

test('a range runs from the lowest to the highest figure, workloads count without the flows, and a common field is named once', () => {
  const lines = [
    'a: starts with minReplicas, 10.', 'b: starts with minReplicas, 2.', 'c, d: starts with minReplicas, 1.',
    'a, b, c, d: requests are assumed to reach pods at random, as through a Service with a connection for each; set balancer.',
    'e: its topic is assumed to have as many partitions as maxReplicaCount allows replicas, 24; set balancer.',
    'a: a pod is assumed to answer 1 m 30 s after its containers start; set startUp.boot.',
    'b: a pod is assumed to answer 250 ms after its containers start; set startUp.boot.',
  ];
  const summary = { workloads: [...'abcde'].map((name) => ({ name })), flows: [{ name: 'buy' }, { name: 'browse' }] };
  expect(assumptionTopics(lines, summary as unknown as Pick<Summary, 'workloads' | 'flows'>)).toEqual([
    'start: replicas begin at the minimum (1 to 10) for 4 of 5 workloads (set replicas)',
    'routing: a random pod for each request for 4 of 5 workloads; a topic of 24 partitions, as many as maxReplicaCount for e (set balancer)',
    'start-up: 250 ms to 1 m 30 s until a pod answers for a, b (set startUp.boot)',
  ]);
});
