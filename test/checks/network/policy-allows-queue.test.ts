import { policyAllowsQueue } from '../../../lib/checks/network/policy-allows-queue';
import { manifest, webContainer, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const web = webContainer({});
const scaledOn = (type: string, metadata: Record<string, string>) => webScaledObject({ triggers: [{ type, metadata }] });
const kafka = scaledOn('kafka', { bootstrapServers: 'kafka-0.kafka.svc:9092, kafka-1.kafka.svc:9092', consumerGroup: 'web' });
const jetStream = scaledOn('nats-jetstream', { natsServerMonitoringEndpoint: 'nats.nats.svc:8222', account: '$G', stream: 'JOBS', consumer: 'web' });
const policy = (egress: object[]) => manifest('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress } });
const to = (peer: object, port: number) => ({ to: [peer], ports: [{ port }] });
const podsOf = (namespace: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } });
const DNS = { ports: [{ port: 53, protocol: 'UDP' }] };

test.each([
  ['no policy', [kafka]],
  ['a policy that lets everything out', [kafka, policy([{}])]],
  ['the pods of the brokers', [kafka, policy([DNS, to(podsOf('kafka'), 9092)])]],
  ['the addresses of a broker outside', [scaledOn('apache-kafka', { bootstrapServers: 'kafka.example.com:9092' }), policy([to({ ipBlock: { cidr: '10.0.0.0/8' } }, 9092)])]],
  ['an address that stands in a Secret', [scaledOn('redis', { addressFromEnv: 'REDIS', listName: 'jobs' }), policy([DNS])]],
  ['another port than that of the monitoring', [jetStream, policy([to(podsOf('nats'), 4222)])]],
  ['a trigger that is no queue', [scaledOn('prometheus', { serverAddress: 'http://prometheus:9090', query: 'x', threshold: '1' }), policy([DNS])]],
])('compliant: %s', (_name, manifests) => {
  expect(verdict(policyAllowsQueue, web, ...manifests)).toEqual([]);
});

test.each([
  ['only DNS', kafka, [DNS], 'kafka-0.kafka.svc:9092, kafka-1.kafka.svc:9092'],
  ['another port', kafka, [to(podsOf('kafka'), 9093)], 'kafka-0.kafka.svc:9092, kafka-1.kafka.svc:9092'],
  ['the pods of the cluster, for a broker outside', scaledOn('kafka', { bootstrapServers: 'kafka.example.com:9092' }), [to(podsOf('kafka'), 9092)], 'kafka.example.com:9092'],
  ['DNS alone, over TCP as well', jetStream, [{ ports: [{ port: 53, protocol: 'UDP' }, { port: 53 }] }], 'nats.nats.svc:8222'],
  ['a list of Redis that is cut off', scaledOn('redis', { address: 'redis:6379', listName: 'jobs' }), [DNS], 'redis:6379'],
])('non-compliant: %s', (_name, scaledObject, egress, addresses) => {
  expect(verdict(policyAllowsQueue, web, scaledObject, policy(egress))).toEqual([
    `is scaled on a queue at ${addresses}, and NetworkPolicy web does not allow egress to it; allow that`,
  ]);
});

test('non-compliant: a Job that works through a queue', () => {
  const job = manifest('keda.sh/v1alpha1', 'ScaledJob', 'web', {
    spec: { jobTargetRef: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web' }] } } }, triggers: [{ type: 'kafka', metadata: { bootstrapServers: 'kafka:9092' } }] },
  });
  expect(verdict(policyAllowsQueue, job, policy([DNS]))).toEqual(['is scaled on a queue at kafka:9092, and NetworkPolicy web does not allow egress to it; allow that']);
});
