import type { LabelSelector, MetricSpec } from './types';

/**
 * Returns the name of a metric in the controller's events. Object metrics with an average value are named like external
 * metrics.
 */
export function metricName(spec: MetricSpec): string {
  const { name = '', resource = '', target } = spec;
  if (spec.type === 'Resource' || spec.type === 'ContainerResource') {
    if (target.averageValueMilli !== undefined) return `${resource} resource`;
    return `${resource} ${spec.type === 'Resource' ? 'resource' : 'container resource'} utilization (percentage of request)`;
  }
  if (spec.type === 'Pods') return `pods metric ${name}`;
  if (spec.type === 'Object' && target.type === 'Value') return `${spec.describedKind ?? ''} metric ${name}`;
  return `external metric ${name}(${selectorText(spec.selector)})`;
}

function selectorText(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil';
  const labels = Object.entries(selector.matchLabels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}: ${value},`);
  const requirements = (selector.matchExpressions ?? [])
    .map(({ key, operator, values = [] }) => `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`);
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${requirements.join('')}},}`;
}
