import { metricFallsWithLoad } from '../../../lib/checks/autoscaling/metric-falls-with-load';
import { manifest, resourceMetric, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const memory = [resourceMetric('memory', { type: 'Utilization', averageUtilization: 70 })];

test('compliant: another signal, or a disabled scale-down', () => {
  expect(verdict(metricFallsWithLoad, webHpa(), webHpa({ metrics: memory, behavior: { scaleDown: { selectPolicy: 'Disabled' } } }), webScaledObject({ triggers: [{ type: 'cpu' }] }))).toEqual([]);
});

test.each([
  ['an HPA', webHpa({ metrics: memory })],
  ['an HPA on one container', webHpa({ metrics: [{ type: 'ContainerResource', containerResource: { name: 'memory', container: 'main', target: {} } }] })],
  ['a ScaledObject', webScaledObject({ triggers: [{ type: 'memory' }] })],
])('non-compliant: %s on memory', (_name, autoscaler) => {
  expect(verdict(metricFallsWithLoad, autoscaler)).toEqual(['scales on memory, which seldom falls with the load; scale on requests, queue length or concurrency, or suppress this rule if memory follows the load']);
});

test.each([
  ['sum(http_requests_total{service="web"})', 'http_requests_total'], ['nginx_ingress_controller_requests{ingress="web"}', 'nginx_ingress_controller_requests'],
  ['max(sum by (le) (http_request_duration_seconds_bucket))', 'http_request_duration_seconds_bucket'], ['sum(http_requests_total) * 2 or vector(0)', 'http_requests_total'],
  ['sum(http_request_duration_seconds_count)', 'http_request_duration_seconds_count'], ['sum(a_total) / 60', 'a_total'],
])('non-compliant: %s', (query, counter) => {
  expect(verdict(metricFallsWithLoad, webScaledObject({ triggers: [{ type: 'prometheus', metadata: { query } }] }))).toEqual([
    `trigger 0 (prometheus) reads the counter ${counter} as it is, which only grows: replicas are added up to the maximum and never removed; use rate(${counter}[2m]) or increase()`,
  ]);
});

test.each([
  'sum(rate(http_requests_total[2m]))', 'sum(increase(http_requests_total{path="/a(b"}[2m]))', 'sum(jobs_started_total) - sum(jobs_finished_total)', 'count(http_requests_total)',
  'redis_queue_backlog_total', 'sum(queue_messages)', 'sum by (x_total) (up)', 'max_over_time(a_total[5m])', 'sum(rate(a_sum[1m])) / sum(rate(a_count[1m]))', 'sum({__name__="x_total"})',
  'avg_over_time(sum(rate(a_total[1m]))[5m:30s])', 'sum(message_count)', 'time() - max(timestamp(a_total))',
])('compliant: %s', (query) => {
  expect(verdict(metricFallsWithLoad, webScaledObject({ triggers: [{ type: 'prometheus', metadata: { query } }] }))).toEqual([]);
});

test('non-compliant: a metric that a rule of prometheus-adapter reads from a counter', () => {
  const adapter = (query: string) => manifest('v1', 'ConfigMap', 'adapter', {
    data: { 'config.yaml': `rules:\n- seriesQuery: http_requests_total\n  resources: {template: "<<.Resource>>"}\n  name: {as: requests}\n  metricsQuery: ${query}\n` },
  });
  const hpa = webHpa({ metrics: [{ type: 'Pods', pods: { metric: { name: 'requests' }, target: { type: 'AverageValue', averageValue: '5' } } }] });
  expect(verdict(metricFallsWithLoad, hpa, adapter('sum(<<.Series>>{<<.LabelMatchers>>}) by (<<.GroupBy>>)'))).toEqual([expect.stringMatching(/^metric 'requests' is the counter http_requests_total as it is/)]);
  expect(verdict(metricFallsWithLoad, hpa, adapter('sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'))).toEqual([]);
});

test('non-compliant: a trigger that counts the pods that it scales', () => {
  const workload = (podSelector: string) => webScaledObject({ triggers: [{ type: 'kubernetes-workload', metadata: { podSelector, value: '1' } }] });
  expect(verdict(metricFallsWithLoad, webDeployment(), workload('app=web'))).toEqual([
    'trigger 0 (kubernetes-workload) counts the pods of Deployment web, which it scales: the value follows the replicas and not the load; select the pods that make the load',
  ]);
  expect(verdict(metricFallsWithLoad, webDeployment(), workload('app=api'))).toEqual([]);
});
