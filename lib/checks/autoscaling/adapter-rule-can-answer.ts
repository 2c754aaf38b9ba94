import { type AdapterRule, adapterRulesIn } from '../analysis/adapter-rules';
import { metricsOf, servedMetricOf } from '../analysis/autoscalers';
import { faultOfQuery } from '../analysis/query-elements';
import { type Rule } from '../rule/rule';

/** Fields of the template of a metricsQuery. */
const TEMPLATE = ['Series', 'LabelMatchers', 'LabelValuesByName', 'GroupBy', 'GroupBySlice'];

export const adapterRuleCanAnswer: Rule = {
  id: 'KSC118',
  title: 'prometheus-adapter rule returns one value for each object that an HPA reads',
  topic: 'autoscaling',
  severity: 'warning',
  reason: 'the adapter assigns a series to an object by the labels that the query keeps: without them the metrics API reports the metric as unknown, and the HPA does not scale',
  whatToChange: 'write metricsQuery as sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>), and map namespace and pod in resources',
  source: 'prometheus-adapter docs, config; pkg/naming/metrics_query.go and resource_converter.go',
  *check(manifests) {
    const { rules, unreadable } = adapterRulesIn(manifests);
    for (const manifest of unreadable) yield { manifest, message: 'has rules as in the values of the Helm chart, where the adapter reads lists: it exits with an error; write the items of rules.custom as rules, and those of rules.external as externalRules' };
    const asked = manifests.hpas.flatMap((hpa) => metricsOf(hpa).flatMap((metric) => servedMetricOf(metric) ?? []))
      .map(({ type, name, selector }) => ({ type, name, isSelecting: Object.keys(selector).length > 0 }));
    for (const rule of rules) {
      const uses = asked.filter(({ type, name }) => name === rule.name && (type === 'External') === rule.isExternal);
      const reason = uses.map((use) => whyNoAnswer(rule, use)).find((each) => each !== undefined)
        ?? unmapped(rule) ?? unknownField(rule) ?? unreadableQuery(rule);
      if (reason !== undefined) yield { manifest: rule.configMap, message: `the rule for ${rule.name === undefined ? 'a metric' : `'${rule.name}'`} ${reason}` };
    }
  },
};

interface Use {
  readonly type: string;
  readonly isSelecting: boolean;
}

function whyNoAnswer({ query, isExternal, resources }: AdapterRule, { type, isSelecting }: Use): string | undefined {
  if (query === '') return undefined;
  const has = (field: string): boolean => new RegExp(`<<[^>]*\\.${field}\\b`).test(query);
  const isSelective = has('LabelMatchers') || has('LabelValuesByName');
  if (isExternal) {
    const message = 'has a metricsQuery without <<.LabelMatchers>>, so that the selector of the HPA has no effect; add it to the selector of the query';
    return isSelecting && !isSelective ? message : undefined;
  }
  if (!has('GroupBy') && !has('GroupBySlice')) return "has a metricsQuery without <<.GroupBy>>: its result names no object, and the HPA gets no value; end the query in 'by (<<.GroupBy>>)'";
  if (!isSelective) return 'has a metricsQuery without <<.LabelMatchers>>: it reads the series of all namespaces; add it to the selector of the query';
  if (type === 'Pods' && mapsOthersAlone(resources)) return 'maps no label to pods, which a Pods metric needs; add pod: {resource: pod} to resources.overrides';
  if (isWritten(resources) && !/\bnamespaces?\b|<<\s*\.Resource/.test(resources)) return 'maps no label to the namespace, so that the metrics API has it for no namespace, and the HPA finds nothing; add namespace: {resource: namespace} to resources.overrides';
  return undefined;
}

function isWritten(resources: string): boolean {
  return resources !== '' && !resources.startsWith('*');
}

/** The query as Prometheus gets it, with names in place of the template. */
function unreadableQuery({ query }: AdapterRule): string | undefined {
  const text = query.replace(/<<\s*\.Series\s*>>/g, 'series').replace(/<<[^>]*\.GroupBy\w*\s*>>/g, 'label').replace(/,?\s*<<[^>]*>>/g, '');
  const fault = faultOfQuery(text, 'prometheus');
  return fault === undefined ? undefined : `has a metricsQuery that ${fault}`;
}

/** True if the resources are written out and map no label to pods. An alias of YAML stands for another text. */
function mapsOthersAlone(resources: string): boolean {
  return isWritten(resources) && !/\bpods?\b|<<\s*\.Resource/.test(resources);
}

/** A rule without resources belongs to no object, and an external one cannot name the label of the namespace. */
function unmapped({ hasResources, isExternal }: AdapterRule): string | undefined {
  if (hasResources) return undefined;
  return `has no resources, so that ${isExternal ? 'no label is mapped to the namespace of the HPA' : 'its series are assigned to no object'}; add resources: {overrides: {namespace: {resource: namespace}${isExternal ? '' : ', pod: {resource: pod}'}}}`;
}

function unknownField({ query }: AdapterRule): string | undefined {
  const unknown = Array.from(query.matchAll(/<<[^>]*?\.(\w+)/g), ([, field]) => field).find((field) => !TEMPLATE.includes(field));
  return unknown === undefined ? undefined : `uses <<.${unknown}>> in its metricsQuery, which is not a template field; use one of ${TEMPLATE.map((each) => `.${each}`).join(', ')}`;
}
