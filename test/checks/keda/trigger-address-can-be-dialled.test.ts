import { triggerAddressCanBeDialled } from '../../../lib/checks/keda/trigger-address-can-be-dialled';
import { manifest, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const scaled = (type: string, metadata: object) => webScaledObject({ triggers: [{ type, metadata }] });

test.each([
  ['prometheus', { serverAddress: 'http://prometheus:9090' }], ['prometheus', { serverAddress: 'https://thanos.shop/select/0/prometheus' }], ['prometheus', {}],
  ['prometheus', { serverAddressFromEnv: 'PROMETHEUS' }], ['loki', { serverAddress: 'HTTP://loki:3100' }], ['metrics-api', { url: 'http://web:8080/stats' }],
  ['kafka', { bootstrapServers: 'kafka:9092' }], ['kafka', { bootstrapServers: 'kafka-0, kafka-1:9092' }], ['kafka', { bootstrapServersFromEnv: 'KAFKA' }],
  ['redis', { address: 'redis:6379' }], ['redis', { address: '/var/run/redis.sock' }], ['redis-cluster', { addresses: '[fd00::1]:6379' }], ['redis', { host: 'redis', port: '6379' }],
  ['apache-kafka', { bootstrapServers: 'kafka' }], ['prometheus', { serverAddress: 'http://localhost.example.com:9090' }],
  ['rabbitmq', { host: 'amqp://guest:guest@rabbit.mq:5672/' }], ['rabbitmq', { host: 'https://rabbit.mq:15671/' }], ['rabbitmq', { hostFromEnv: 'RABBIT' }],
])('compliant: %s with %j', (type, metadata) => {
  expect(verdict(triggerAddressCanBeDialled, scaled(type, metadata))).toEqual([]);
});

test.each([
  ['prometheus', { serverAddress: 'prometheus:9090' }, 'serverAddress is "prometheus:9090", which has no scheme; write http://prometheus:9090'],
  ['prometheus', { serverAddress: '//prometheus:9090' }, 'serverAddress is "//prometheus:9090", which has no scheme; write http://prometheus:9090'],
  ['prometheus', { serverAddress: 'http://prometheus:9090/api/v1/query' }, 'serverAddress is "http://prometheus:9090/api/v1/query", and KEDA adds the path of the query itself; write http://prometheus:9090'],
  ['loki', { serverAddress: 'loki:3100' }, 'serverAddress is "loki:3100", which has no scheme; write http://loki:3100'],
  ['metrics-api', { url: 'web.shop.svc/stats' }, 'url is "web.shop.svc/stats", which has no scheme; write http://web.shop.svc/stats'],
  ['kafka', { bootstrapServers: 'kafka.shop.svc' }, 'bootstrapServers has "kafka.shop.svc", which has no port; write kafka.shop.svc:9092'],
  ['kafka', { bootstrapServers: 'kafka://kafka:9092,SSL://kafka:9093' }, 'bootstrapServers has "kafka://kafka:9092", which is a URL; write kafka:9092'],
  ['redis-streams', { address: 'redis://redis:6379' }, 'address has "redis://redis:6379", which is a URL; write redis:6379'],
  ['prometheus', { serverAddress: 'http://localhost:9090' }, 'serverAddress is "http://localhost:9090", which is the pod of KEDA\'s operator; name the Service, as in SERVICE.NAMESPACE:PORT'],
  ['redis', { address: '127.0.0.1:6379' }, 'address is "127.0.0.1:6379", which is the pod of KEDA\'s operator; name the Service, as in SERVICE.NAMESPACE:PORT'],
  ['rabbitmq', { host: 'amqp://u:secret@rabbit.mq:15672/' }, 'host is "amqp://u:***@rabbit.mq:15672/", and port 15672 serves the management API over HTTP; write port 5672, or protocol: http with an http URL'],
  ['rabbitmq', { host: 'http://rabbit.mq:5672/' }, 'host is "http://rabbit.mq:5672/", and port 5672 serves AMQP; write port 15672, or an amqp URL'],
  ['redis-sentinel', { addresses: 'sentinel' }, 'addresses has "sentinel", which has no port; write sentinel:6379'],
])('non-compliant: %s with %j', (type, metadata, message) => {
  expect(verdict(triggerAddressCanBeDialled, scaled(type, metadata))).toEqual([`spec.triggers[0].metadata.${message}`]);
});

test('reads ScaledJobs as well', () => {
  const job = manifest('keda.sh/v1alpha1', 'ScaledJob', 'jobs', { spec: { triggers: [{ type: 'redis', metadata: { address: 'redis' } }] } });
  expect(verdict(triggerAddressCanBeDialled, job)).toHaveLength(1);
});

describe('the name of a Service without a namespace', () => {
  const service = (name: string, namespace: string) => manifest('v1', 'Service', name, { metadata: { namespace } });
  const inShop = (triggers: object[], name = 'redis') => manifest('keda.sh/v1alpha1', 'ScaledObject', name, { metadata: { namespace: 'shop' }, spec: { scaleTargetRef: { name: 'web' }, triggers } });
  const redis = inShop([{ type: 'redis', metadata: { address: 'redis:6379' } }]);
  const message = "spec.triggers[0].metadata.address names the host redis without a namespace, which KEDA's operator looks up in its own namespace (keda), and the Service is in shop; write redis.shop";

  test('non-compliant: the Service is in the namespace of the ScaledObject', () => {
    expect(verdict(triggerAddressCanBeDialled, service('redis', 'shop'), redis)).toEqual([message]);
  });

  test('non-compliant: the address stands in the environment of the workload', () => {
    const web = manifest('apps/v1', 'Deployment', 'web', { metadata: { namespace: 'shop' }, spec: { template: { spec: { containers: [{ name: 'web', env: [{ name: 'RABBIT', value: 'amqp://rabbit:5672/' }] }] } } } });
    const rabbit = inShop([{ type: 'rabbitmq', metadata: { hostFromEnv: 'RABBIT', queueName: 'q', mode: 'QueueLength', value: '5' } }]);
    expect(verdict(triggerAddressCanBeDialled, web, service('rabbit', 'shop'), rabbit)).toEqual([expect.stringMatching(/names the host rabbit without a namespace/)]);
  });

  test('compliant: a Service of the namespace of KEDA, one that is not in the input, and a name with a namespace', () => {
    expect(verdict(triggerAddressCanBeDialled, service('redis', 'keda'), service('redis', 'shop'), redis)).toEqual([]);
    expect(verdict(triggerAddressCanBeDialled, redis)).toEqual([]);
    expect(verdict(triggerAddressCanBeDialled, service('redis', 'shop'), inShop([{ type: 'redis', metadata: { address: 'redis.shop:6379' } }]))).toEqual([]);
  });

  test('compliant: KEDA runs in the same namespace', () => {
    const operator = manifest('apps/v1', 'Deployment', 'keda-operator', { metadata: { namespace: 'shop' }, spec: { template: { spec: { containers: [] } } } });
    expect(verdict(triggerAddressCanBeDialled, operator, service('redis', 'shop'), redis)).toEqual([]);
  });
});
