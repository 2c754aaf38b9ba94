import { adapterRulesIn } from '../../../lib/checks/analysis/adapter-rules';
import { ManifestIndex } from '../../../lib/manifest';
import { manifest } from '../../support/manifests';

const rulesIn = (text: unknown) => {
  const { queries, open } = adapterRulesIn(new ManifestIndex([manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': text } })]));
  return { names: [...queries.keys()], queries: [...queries.values()], open };
};

test.each([
  ['a name that is written out', "rules:\n- seriesQuery: 'x'\n  name:\n    as: \"rps\"\n  metricsQuery: sum(rate(x[2m])) by (pod)\n", ['rps'], ['sum(rate(x[2m])) by (pod)']],
  ['a group of the series', "rules:\n  - seriesQuery: '{__name__=~\"x\"}'\n    name: {as: 'lag'}\n  - seriesQuery: 'http_requests_total{pod!=\"\"}'\n    name: {matches: '^(.*)_total$', as: '${1}_per_second'}\n", ['lag', 'http_requests_per_second'], ['', '']],
  ['the first group, where no name is given', 'externalRules:\n- seriesQuery: queue_length_total\n  name:\n    matches: ^(.*)_total$\n', ['queue_length'], ['']],
  ['the series itself', 'rules:\n- seriesQuery: up\n', ['up'], ['']],
  ['a comment behind the name', 'rules:\n- seriesQuery: up\n  name:\n    as: alive # for the dashboard\n', ['alive'], ['']],
])('reads %s', (_name, text, names, queries) => {
  expect(rulesIn(text)).toEqual({ names, queries, open: false });
});

test.each([
  ['a series by pattern', "rules:\n- seriesQuery: '{__name__=~\"^http_.*\"}'\n  name: {matches: '^(.*)_total$', as: '${1}'}\n"],
  ['a pattern that could take for ever', "rules:\n- seriesQuery: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  name: {matches: '(a+)+$', as: '$1'}\n"],
])('reports %s as unknown', (_name, text) => {
  expect(rulesIn(text)).toEqual({ names: [], queries: [], open: true });
});

test('reads a query with braces and commas whole, unless it stands in braces itself', () => {
  const query = 'sum by (<<.GroupBy>>) (rate(x{<<.LabelMatchers>>,a=~"b"}[60s]))';
  expect(rulesIn(`rules:\n  - seriesQuery: x\n    name:\n      as: y\n    metricsQuery: ${query}\n`).queries).toEqual([query]);
});

test.each([
  ['externalRules:\n- seriesQuery: x\n  name: {as: y}\n', 1],
  ['rules: []\nexternalRules: [{seriesQuery: x, name: {as: y}}]\n', 1],
  ['rules:\n- seriesQuery: x\n  name: {as: y}\nexternalRules: []\n', 0],
  ['rules:\n- seriesQuery: x\n  name: {as: y}\n', 0],
])('knows whether %j has rules for the external metrics API', (text, count) => {
  const { external } = adapterRulesIn(new ManifestIndex([manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': text } })]));
  expect(external).toHaveLength(count);
});

test('leaves other ConfigMaps alone', () => {
  expect(rulesIn('name:\n  as: x\n- seriesQuery: y\n')).toEqual({ names: [], queries: [], open: false });
  expect(rulesIn(7)).toEqual({ names: [], queries: [], open: false });
});
