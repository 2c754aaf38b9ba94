import { triggerQueries } from '../../lib/recording/trigger-queries';

const queriesOf = (...triggers: { type: string; metadata: Record<string, string> }[]) => (
  triggerQueries({ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'web' }, spec: { triggers } })
);
const prometheus = (query: string) => queriesOf({ type: 'prometheus', metadata: { query } }).map(({ series }) => series);

test.each([
  'sum(rate(http_requests_total{namespace="shop"}[2m]))',
  'sum by (service) (irate(nginx_ingress_controller_requests[1m]))',
  'sum(rate(http_requests_total[2m])) or vector(0)',
  'sum(rate(a_requests_total[2m])) + sum(rate(b_requests_total[2m]))',
])('%s measures requests per second', (query) => {
  expect(queriesOf({ type: 'prometheus', metadata: { query } })).toEqual([{ series: 'requests', query }]);
});

test.each([
  'sum(rabbitmq_queue_messages{queue="jobs"})',
  'max(sum by (queue) (jobs_waiting))',
  'sum(kafka_consumergroup_lag) or vector(0)',
])('%s measures a queue', (query) => {
  expect(prometheus(query)).toEqual(['queue-length']);
});

test.each([
  'sum(increase(http_requests_total[1m]))',
  'sum(rate(http_requests_total[1m])) * 60',
  'sum(rate(http_requests_total[1m])) / count(up)',
  'avg(rate(http_requests_total[1m]))',
  'max(rate(http_requests_total[1m]))',
  'sum(http_requests_total)',
  'sum(rate(rabbitmq_queue_messages_published_total[1m]))',
  'avg(rabbitmq_queue_messages)',
  'sum(vllm:num_requests_waiting)',
  'sum(rate(',
])('leaves out %s, which has another unit or is recorded already', (query) => {
  expect(prometheus(query)).toEqual([]);
});

test('names in a trigger are escaped in the query', () => {
  expect(queriesOf({ type: 'kafka', metadata: { consumerGroup: 'a"} or up{x="', topic: 'orders' } })).toEqual([
    { series: 'queue-length', query: 'sum(max by (partition) (kafka_consumergroup_lag{consumergroup="a\\"} or up{x=\\"",topic="orders"}))' },
  ]);
});
