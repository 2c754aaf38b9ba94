import { type Manifest, ManifestIndex } from '../../lib/manifest';
import { measureQuery } from '../../lib/scenario/measured-queries';
import { UserError } from '../../lib/values/user-error';

const SUBJECT = { namespace: 'rag', workload: 'web', isStatefulSet: false };

function rules(...list: Array<{ record?: string; alert?: string; expr: string; labels?: Record<string, string> }>): Manifest {
  return {
    apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name: 'rules' },
    spec: { groups: [{ name: 'g', interval: '15s', rules: list }] },
  };
}

const measure = (text: string, ...manifests: Manifest[]) => measureQuery(text, new ManifestIndex(manifests), SUBJECT);

test('a query reads the series that pods expose, with the labels that it asks for', () => {
  expect(measure('sum(rate(http_requests_total{namespace="rag",pod=~"web-.+",route="/ask",code!~"5.."}[2m]))')).toEqual({
    text: expect.any(String), podLabel: 'pod', ...SUBJECT, rules: [],
    series: [{ name: 'http_requests_total', content: 'requests', labels: { route: '/ask', code: '200' } }],
  });
});

test('an answered request has code 200, with any code in the query', () => {
  expect(measure('http_requests_total{code="500"}')).toMatchObject({ series: [{ labels: { code: '200' } }] });
});

test('recording rules are followed, and stay in the order of their group', () => {
  const recorded = rules(
    { record: 'web:twice', expr: '2 * web:rate', labels: { form: 'level' } },
    { record: 'web:rate', expr: 'sum(rate(http_requests_total[1m]))' },
    { alert: 'Late', expr: 'web:twice > 5' },
  );
  expect(measure('max(web:twice)', recorded)).toMatchObject({
    rules: [{ record: 'web:twice', labels: { form: 'level' } }, { record: 'web:rate', intervalSeconds: 15, labels: {} }],
    series: [{ name: 'http_requests_total' }],
  });
});

test('a query of the clock reads no series', () => {
  expect(measure('vector(8) and on() (hour() >= 9 < 17) or vector(0)')).toMatchObject({ series: [], rules: [] });
});

test('names series that no pod exposes', () => {
  expect(measure('orders_open + on() http_requests_total + {job="x"}')).toEqual({ unknown: ['orders_open', 'series without a name'] });
});

test('rejects PromQL beyond the simulated subset', () => {
  expect(() => measure('holt_winters(x[5m], 0.5, 0.5)')).toThrow(UserError);
});

describe('a selector that matches no simulated series', () => {
  const unmatchedOf = (text: string, subject: Partial<typeof SUBJECT> = {}, podLabel = 'pod') => {
    const measured = measureQuery(text, new ManifestIndex([]), { ...SUBJECT, ...subject }, podLabel);
    return 'unknown' in measured ? measured : measured.unmatched;
  };

  test.each([
    ['sum(rate(http_requests_total{namespace="shop"}[2m]))', 'http_requests_total{namespace="shop"}', 'namespace', 'rag'],
    ['sum(rate(http_requests_total{namespace=~"shop|data"}[2m]))', 'http_requests_total{namespace=~"shop|data"}', 'namespace', 'rag'],
    ['sum(rate(http_requests_total{namespace!="rag"}[2m]))', 'http_requests_total{namespace!="rag"}', 'namespace', 'rag'],
    ['http_requests_total{pod=~"api-.*"}', 'http_requests_total{pod=~"api-.*"}', 'pod', 'web-6d4cf56db6-bbbbc'],
    ['http_requests_total{job=~"api"}', 'http_requests_total{job=~"api"}', 'job', 'web'],
    ['http_requests_total{code=~"5.."}', 'http_requests_total{code=~"5.."}', 'code', '200'],
    ['http_requests_total{code="500"}', 'http_requests_total{code="500"}', 'code', '200'],
    ['http_requests_total{route="/a"} / on() http_requests_total{route="/b"}', 'http_requests_total{route="/a"}', 'route', '/b'],
    ['http_requests_total{route=~"/[a-z]{3}"}', 'http_requests_total{route=~"/[a-z]{3}"}', 'route', ''],
    ['kube_deployment_spec_replicas{namespace="shop",deployment="web"}', 'kube_deployment_spec_replicas{namespace="shop"}', 'namespace', 'rag'],
    ['kube_deployment_spec_replicas{deployment="api"}', 'kube_deployment_spec_replicas{deployment="api"}', 'deployment', 'web'],
  ])('%s is reported with the label that differs', (text, selector, label, actual) => {
    expect(unmatchedOf(text)).toEqual([{ selector, label, actual }]);
  });

  test.each([
    'sum(rate(http_requests_total{namespace="rag",pod=~"web-.+",service=~"web|api",method=~"GET",code=~"2.."}[2m]))',
    'http_requests_total{route=~".+"}', 'http_requests_total{status="2xx"}', 'http_requests_total{method!="OPTIONS",route!~"/internal.*"}',
    'http_request_duration_seconds_bucket{le="0.5"}', 'rabbitmq_queue_messages_ready{namespace="rabbit",queue=~"tasks|jobs"}',
    'nginx_ingress_controller_requests{namespace="ingress-nginx",exported_namespace="rag"}', 'grpc_server_handled_total{grpc_code="OK"}',
    'envoy_cluster_upstream_rq_xx{envoy_response_code_class="2"}', 'kube_deployment_spec_replicas{namespace="rag",deployment="web"}',
    'vllm:num_requests_waiting{model_name="llama"}', 'http_server_requests_seconds_count{outcome="SUCCESS",uri=~"/api/.*"}',
  ])('%s matches', (text) => {
    expect(unmatchedOf(text)).toBeUndefined();
  });

  test('names a pod of a StatefulSet, and the label that the adapter uses for pods', () => {
    expect(unmatchedOf('http_requests_total{pod=~"api-.*"}', { isStatefulSet: true })).toMatchObject([{ actual: 'web-0' }]);
    expect(unmatchedOf('http_requests_total{pod="web-0"}', { isStatefulSet: true })).toBeUndefined();
    expect(unmatchedOf('http_requests_total{kubernetes_pod_name=~"api.*"}', {}, 'kubernetes_pod_name')).toMatchObject([{ label: 'kubernetes_pod_name' }]);
  });

  test('is reported once', () => {
    expect(unmatchedOf('http_requests_total{namespace="shop"} + http_requests_total{namespace="shop"}')).toHaveLength(1);
  });
});
