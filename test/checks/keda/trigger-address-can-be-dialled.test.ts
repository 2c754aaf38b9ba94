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
