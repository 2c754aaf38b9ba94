import { adapterRuleCanAnswer } from '../../../lib/checks/autoscaling/adapter-rule-can-answer';
import { manifest, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const adapter = (query: string, extra = '  resources: {template: "<<.Resource>>"}\n', section = 'rules') => manifest('v1', 'ConfigMap', 'adapter', {
  data: { 'config.yaml': `${section}:\n- seriesQuery: 'x_total'\n  name: {as: "rps"}\n${extra}  metricsQuery: '${query}'\n` },
});
const pods = webHpa({ metrics: [{ type: 'Pods', pods: { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '5' } } }] });
const external = webHpa({ metrics: [{ type: 'External', external: { metric: { name: 'rps', selector: { matchLabels: { queue: 'a' } } }, target: { type: 'AverageValue', averageValue: '5' } } }] });
const GOOD = 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)';

test.each([
  ['a full query', adapter(GOOD), pods],
  ['labels by name', adapter('sum(rate(<<.Series>>{namespace="<<index .LabelValuesByName \\"namespace\\">>"}[2m])) by (<<.GroupBy>>)'), pods],
  ['a rule that nothing asks for', adapter('sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m]))'), webHpa()],
  ['pods by overrides', adapter(GOOD, '  resources:\n    overrides:\n      pod: {resource: pod}\n      ns: {resource: namespace}\n'), pods],
  ['pods by a template', adapter(GOOD, '  resources: {template: "kube_<<.Resource>>"}\n'), pods],
  ['an external query of all namespaces', adapter('sum(<<.Series>>{<<.LabelMatchers>>})', '  resources: {namespaced: false}\n', 'externalRules'), external],
  ['an external query', adapter('sum(<<.Series>>{<<.LabelMatchers>>})', undefined, 'externalRules'), external],
])('compliant: %s', (_, ...given) => {
  expect(verdict(adapterRuleCanAnswer, ...given)).toEqual([]);
});

test.each([
  ['no group', adapter('sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (pod)'), pods, /without <<\.GroupBy>>/],
  ['no matchers', adapter('sum(rate(<<.Series>>[2m])) by (<<.GroupBy>>)'), pods, /without <<\.LabelMatchers>>/],
  ['no label for pods', adapter(GOOD, '  resources:\n    overrides:\n      ns: {resource: namespace}\n'), pods, /maps no label to pods/],
  ['no label for the namespace', adapter(GOOD, '  resources:\n    overrides:\n      pod: {resource: pod}\n'), pods, /maps no label to the namespace/],
  ['a query that Prometheus refuses', adapter('rate(<<.Series>>{<<.LabelMatchers>>}[2m]) by (<<.GroupBy>>)'), pods, /metricsQuery that groups rate\(\) by labels/],
  ['a misspelt field', adapter('sum(rate(<<.Series>>{<<.LabelMatcher>>}[2m])) by (<<.GroupBy>>)'), webHpa(), /<<\.LabelMatcher>>/],
  ['no resources', adapter(GOOD, ''), pods, /^the rule for 'rps' has no resources, so that its series are assigned to no object; add resources/],
  ['no resources of an external rule', adapter('sum(<<.Series>>{<<.LabelMatchers>>})', '', 'externalRules'), external, /so that no label is mapped to the namespace of the HPA/],
  ['an external query without matchers', adapter('sum(<<.Series>>)', undefined, 'externalRules'), external, /selector of the HPA has no effect/],
])('non-compliant: %s', (_, configMap, hpa, message) => {
  expect(verdict(adapterRuleCanAnswer, configMap, hpa)).toEqual([expect.stringMatching(message)]);
});

test.each(['default: false\n  custom: []', '# the list\n  external: []'])('non-compliant: the values of the chart in place of the configuration: %j', (rules) => {
  const values = `rules:\n  ${rules}\n`;
  expect(verdict(adapterRuleCanAnswer, manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': values } }))).toEqual([expect.stringMatching(/^has rules as in the values of the Helm chart/)]);
  expect(verdict(adapterRuleCanAnswer, manifest('v1', 'ConfigMap', 'values', { data: { 'values.yaml': values } }))).toEqual([]);
});
