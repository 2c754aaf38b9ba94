import { averageValueIsAdditive } from '../../../lib/checks/autoscaling/average-value-is-additive';
import { manifest, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const QUANTILE = 'histogram_quantile(0.95, sum by (le) (rate(x_bucket[2m])))';
const trigger = (type: string, metadata: object, fields: object = {}) => webScaledObject({ triggers: [{ type, metadata, ...fields }] });
const external = (name: string, target: object, type = 'External') => webHpa({
  metrics: [type === 'External' ? { type, external: { metric: { name }, target } } : { type, object: { metric: { name }, describedObject: { kind: 'Service', name: 'web' }, target } }],
});
const average = { type: 'AverageValue', averageValue: '300m' };

test.each([
  ['a sum', trigger('prometheus', { query: 'sum(rate(x[2m]))' })],
  ['a quantile with metricType Value', trigger('prometheus', { query: QUANTILE }, { metricType: 'Value' })],
  ['a quantile that a formula reads', webScaledObject({ advanced: { scalingModifiers: { formula: 'p95', target: '1' } }, triggers: [{ type: 'prometheus', name: 'p95', metadata: { query: QUANTILE } }] })],
  ['an external sum', external('queue_length', average)],
  ['an external latency with target Value', external('request_latency_p95', { type: 'Value', value: '300m' })],
  ['a count of messages', trigger('aws-cloudwatch', { metricName: 'ApproximateNumberOfMessagesVisible' })],
  ['a queue that is averaged over time', trigger('aws-cloudwatch', { metricName: 'ApproximateNumberOfMessagesVisible', metricStat: 'Average' })],
  ['messages that Azure averages over time', trigger('azure-monitor', { metricName: 'ActiveMessages', metricAggregationType: 'Average' })],
  ['a CloudWatch expression over a queue', trigger('aws-cloudwatch', { expression: 'SELECT AVG(ApproximateNumberOfMessagesVisible) FROM SCHEMA("AWS/SQS", QueueName)' })],
  ['a mean of Google over messages', trigger('gcp-stackdriver', { filter: 'metric.type="pubsub.googleapis.com/subscription/num_undelivered_messages"', alignmentAligner: 'mean' })],
  ['a sum of Google over means', trigger('gcp-stackdriver', { filter: 'metric.type="x"', alignmentAligner: 'mean', alignmentReducer: 'sum' })],
  ['messages of Pub/Sub', trigger('gcp-pubsub', { mode: 'NumUndeliveredMessages', value: '5' })],
  ['requests of a load balancer', trigger('aws-cloudwatch', { metricName: 'RequestCount', metricStat: 'Sum' })],
  ['storage', trigger('prometheus', { query: 'max(storage_bytes)' })],
  ['a datadog average of a queue', trigger('datadog', { query: 'avg:rabbitmq.queue.messages{queue:tasks}' })],
])('compliant: %s', (_, given) => {
  expect(verdict(averageValueIsAdditive, given)).toEqual([]);
});

test('non-compliant: a quantile without metricType', () => {
  expect(verdict(averageValueIsAdditive, trigger('prometheus', { query: QUANTILE }))).toEqual([
    'trigger 0 (prometheus) has no metricType, which means AverageValue, and its value is a quantile: KEDA divides it by the replica count; set metricType: Value',
  ]);
});

test.each([
  ['a ratio with AverageValue', trigger('prometheus', { query: 'sum(a) / sum(b)' }, { metricType: 'AverageValue' })],
  ['an average', trigger('prometheus', { query: 'avg(x)' })],
  ['LogQL', trigger('loki', { query: 'quantile_over_time(0.99, {app="web"} | unwrap duration [5m]) by (app)' })],
  ['SQL', trigger('postgresql', { query: 'SELECT AVG(wait_seconds) FROM jobs', targetQueryValue: '5' })],
  ['SQL percentile', trigger('mysql', { query: 'SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY w) FROM jobs', queryValue: '5' })],
  ['an age of Pub/Sub', trigger('gcp-pubsub', { mode: 'OldestUnackedMessageAge', value: '60' })],
  ['requests for each target', trigger('aws-cloudwatch', { metricName: 'RequestCountPerTarget', metricStat: 'Sum' })],
  ['an expression of requests for each target', trigger('aws-cloudwatch', { expression: 'SELECT SUM(RequestCountPerTarget) FROM SCHEMA("AWS/ApplicationELB", TargetGroup)' })],
  ['an age of SQS', trigger('aws-cloudwatch', { metricName: 'ApproximateAgeOfOldestMessage', metricStat: 'Maximum' })],
  ['an age of Prometheus', trigger('prometheus', { query: 'max(queue_oldest_message_age_seconds)' })],
  ['a percentile that the selector of Google reduces', webHpa({ metrics: [{ type: 'External', external: { metric: { name: 'backend', selector: { matchLabels: { reducer: 'REDUCE_PERCENTILE_95' } } }, target: average } }] })],
  ['CloudWatch latency', trigger('aws-cloudwatch', { metricName: 'TargetResponseTime', metricStat: 'Average' })],
  ['a CloudWatch expression', trigger('aws-cloudwatch', { expression: 'SELECT AVG(CPUUtilization) FROM SCHEMA("AWS/ECS", ServiceName)' })],
  ['a percentile of Google', trigger('gcp-stackdriver', { filter: 'metric.type="x"', alignmentAligner: 'percentile_99' })],
  ['a mean of Google', trigger('gcp-stackdriver', { filter: 'metric.type="x"', alignmentReducer: 'mean' })],
  ['Azure Monitor percentage', trigger('azure-monitor', { metricName: 'Percentage CPU', metricAggregationType: 'Average' })],
  ['a Datadog percentile', trigger('datadog', { query: 'p95:trace.http.request{service:web}' })],
  ['a Datadog latency', trigger('datadog', { query: 'avg:trace.http.request.duration{service:web}' })],
  ['New Relic', trigger('new-relic', { nrql: 'SELECT average(duration) FROM Transaction' })],
  ['an endpoint that tells a latency', trigger('metrics-api', { url: 'http://stats.shop/api', valueLocation: 'latency.p95' })],
  ['an external latency', external('request_latency_p95', average)],
  ['an Object ratio', external('error_ratio', average, 'Object')],
])('non-compliant: %s', (_, given) => {
  expect(verdict(averageValueIsAdditive, given)).toHaveLength(1);
});

test('non-compliant: an external metric that the rule of an adapter computes as a quantile', () => {
  const rules = `externalRules:\n- seriesQuery: 'x_bucket'\n  name: {as: "slow"}\n  metricsQuery: histogram_quantile(0.95, sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (le))\n`;
  const configMap = manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': rules } });
  expect(verdict(averageValueIsAdditive, configMap, external('slow', average))).toHaveLength(1);
});
