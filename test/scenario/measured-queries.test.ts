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

test('an answered request is a good one, whatever status is asked for', () => {
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

test('a query of the clock reads nothing', () => {
  expect(measure('vector(8) and on() (hour() >= 9 < 17) or vector(0)')).toMatchObject({ series: [], rules: [] });
});

test('what nobody exposes is named', () => {
  expect(measure('orders_open + on() http_requests_total + {job="x"}')).toEqual({ unknown: ['orders_open', 'series without a name'] });
});

test('what is beyond the subset is refused', () => {
  expect(() => measure('holt_winters(x[5m], 0.5, 0.5)')).toThrow(UserError);
});
