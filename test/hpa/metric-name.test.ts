import { metricName, type MetricSpec } from '../../lib/hpa';

const value = { type: 'Value' as const, valueMilli: 1 };
const average = { type: 'AverageValue' as const, averageValueMilli: 1 };
const utilization = { type: 'Utilization' as const, averageUtilization: 1 };

describe('the name of a metric in the events', () => {
  test.each<[string, MetricSpec]>([
    ['cpu resource utilization (percentage of request)', { type: 'Resource', resource: 'cpu', target: utilization }],
    ['memory resource', { type: 'Resource', resource: 'memory', target: average }],
    ['cpu container resource utilization (percentage of request)', { type: 'ContainerResource', resource: 'cpu', container: 'main', target: utilization }],
    ['cpu resource', { type: 'ContainerResource', resource: 'cpu', container: 'main', target: average }],
    ['pods metric qps', { type: 'Pods', name: 'qps', target: average }],
    ['Service metric qps', { type: 'Object', name: 'qps', describedKind: 'Service', target: value }],
    ['external metric qps(nil)', { type: 'Object', name: 'qps', describedKind: 'Service', target: average }],
    ['external metric qps(nil)', { type: 'External', name: 'qps', target: value }],
    ['external metric qps(&LabelSelector{MatchLabels:map[string]string{},MatchExpressions:[]LabelSelectorRequirement{},})', {
      type: 'External', name: 'qps', target: value, selector: {},
    }],
    ['external metric lag(&LabelSelector{MatchLabels:map[string]string{app: a,env: e,tier: t,zone: z,},MatchExpressions:[]LabelSelectorRequirement{' +
      'LabelSelectorRequirement{Key:tier,Operator:In,Values:[x y],},LabelSelectorRequirement{Key:old,Operator:DoesNotExist,Values:[],},},})', {
      type: 'External',
      name: 'lag',
      target: average,
      selector: {
        matchLabels: { tier: 't', zone: 'z', app: 'a', env: 'e' },
        matchExpressions: [{ key: 'tier', operator: 'In', values: ['x', 'y'] }, { key: 'old', operator: 'DoesNotExist' }],
      },
    }],
  ])('%s', (name, spec) => {
    expect(metricName(spec)).toBe(name);
  });
});
