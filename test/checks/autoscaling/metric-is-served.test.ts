import { metricIsServed } from '../../../lib/checks/autoscaling/metric-is-served';
import { manifest, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const metric = { metric: { name: 'rps' }, target: { type: 'AverageValue', averageValue: '1' } };
const metrics = [{ type: 'Pods', pods: metric }];
const adapter = (rules: unknown) => manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': rules } });

test.each([
  ['an adapter rule serves it', webHpa({ metrics }), adapter('rules:\n- name:\n    as: "rps"\n')],
  ['it is declared to be served elsewhere', webHpa({ metrics }, 'web', { annotations: { 'cdk8s-kotaemon/metrics-served-by': 'x=external,rps=external' } }), adapter('')],
  ['a resource metric needs no adapter', webHpa({ metrics: [{ type: 'Resource', resource: { name: 'cpu' } }] }), adapter(7)],
])('compliant: %s', (_name, hpa, configMap) => {
  expect(verdict(metricIsServed, hpa, configMap)).toEqual([]);
});

test.each([
  ['Pods', { type: 'Pods', pods: metric }], ['Object', { type: 'Object', object: metric }], ['External', { type: 'External', external: metric }],
])('non-compliant: a %s metric that no adapter serves', (_type, source) => {
  expect(verdict(metricIsServed, webHpa({ metrics: [source] }), adapter('rules:\n- name: {matches: rps}\n'))).toEqual([
    "metric 'rps' is served by nothing among the manifests; add a prometheus-adapter rule for it, or annotate the HPA with cdk8s-kotaemon/metrics-served-by: 'rps=external' (in code: servedBy: ServedBy.EXTERNAL)",
  ]);
});

test('knows DatadogMetrics by namespace and name', () => {
  const queue = manifest('datadoghq.com/v1alpha1', 'DatadogMetric', 'queue', { metadata: { namespace: 'shop' } });
  const external = (name: string) => webHpa({ metrics: [{ type: 'External', external: { ...metric, metric: { name } } }] });
  expect(verdict(metricIsServed, queue, external('datadogmetric@shop:queue'))).toEqual([]);
  expect(verdict(metricIsServed, queue, external('datadogmetric@web:queue'))).toHaveLength(1);
});

test('tells of the label by which KEDA finds its metrics', () => {
  const external = webHpa({ metrics: [{ type: 'External', external: { ...metric, metric: { name: 's0-prometheus' } } }] });
  expect(verdict(metricIsServed, external)).toEqual([expect.stringMatching(/; a metric of KEDA is found by a selector with the label scaledobject\.keda\.sh\/name$/)]);
});
