import { type Manifest, ManifestIndex } from '../../lib/manifest';
import { adapterQuery } from '../../lib/scenario/adapter-rules';

const SUBJECT = { namespace: 'rag', workload: 'web', isStatefulSet: false };
const PODS = 'namespace="rag",pod=~"web-.+"';

const config = (text: string): Manifest => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'adapter' }, data: { 'config.yaml': text } });

function query(rule: string, metric: string, api: 'rules' | 'externalRules' = 'rules') {
  return adapterQuery(new ManifestIndex([config(`${api}:\n- ${rule.split('\n').join('\n  ')}\n`)]), api, metric, SUBJECT);
}

const SUM = "metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'";

test('a rule with a name serves it', () => {
  expect(query(`seriesQuery: 'http_requests_total{pod!=""}'\nname: {as: http_requests_per_second}\n${SUM}`, 'http_requests_per_second')).toEqual({
    text: `sum(rate(http_requests_total{${PODS}}[2m])) by (pod)`, podLabel: 'pod',
  });
});

test('derives a name from the series', () => {
  const rule = `seriesQuery: '{__name__="http_requests_total"}'\nname: {matches: '^(.*)_total$', as: '\${1}_per_second'}\n${SUM}`;
  expect(query(rule, 'http_requests_per_second')?.text).toContain('rate(http_requests_total{');
  expect(query(rule, 'http_requests_total')).toBeUndefined();
});

test('uses the series name without a rule name', () => {
  expect(query(`seriesQuery: queue_depth\n${SUM}`, 'queue_depth')?.text).toContain('queue_depth');
});

test.each([
  ['overrides: {ns: {resource: namespace}, pod_name: {resource: pods}}', 'pod_name', 'ns'],
  ["template: 'k_<<.Resource>>'", 'k_pod', 'k_namespace'],
])('pods are told apart by the label of the rule: %s', (resources, pod, namespace) => {
  expect(query(`seriesQuery: queue_depth\nresources: {${resources}}\n${SUM}`, 'queue_depth')).toEqual({
    text: `sum(rate(queue_depth{${namespace}="rag",${pod}=~"web-.+"}[2m])) by (${pod})`, podLabel: pod,
  });
});

test('an external rule asks for no pods, and for no namespace where it has none', () => {
  const rule = 'seriesQuery: lag\nname: {as: kafka_lag}\nmetricsQuery: sum(lag{<<.LabelMatchers>>})';
  expect(query(rule, 'kafka_lag', 'externalRules')?.text).toBe('sum(lag{namespace="rag"})');
  expect(query(`${rule}\nresources: {namespaced: false}`, 'kafka_lag', 'externalRules')?.text).toBe('sum(lag{})');
});

test('ignores text that is no adapter configuration', () => {
  for (const text of ['metricsQuery: {', 'rules: [{seriesQuery: x, metricsQuery: a, metricsQuery: b}]', 'metricsQuery', 'rules: metricsQuery', 'rules: [{metricsQuery: 5}]', "rules: [{metricsQuery: a, name: {as: x, matches: '('}}]"]) {
    expect(adapterQuery(new ManifestIndex([config(text)]), 'rules', 'x', SUBJECT)).toBeUndefined();
  }
});
