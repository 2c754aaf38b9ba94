import { metricsApiHasOneServer } from '../../../lib/checks/autoscaling/metrics-api-has-one-server';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webContainer, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const rule = "- seriesQuery: 'jobs'\n  name: {as: 'jobs'}\n";
const configMap = (text: string) => manifest('v1', 'ConfigMap', 'adapter', { data: { 'config.yaml': text } });

test('compliant: external rules without KEDA, and custom rules beside it', () => {
  expect(verdict(metricsApiHasOneServer, configMap(`externalRules:\n${rule}`))).toEqual([]);
  expect(verdict(metricsApiHasOneServer, configMap(`rules:\n${rule}externalRules: []\n`), webScaledObject())).toEqual([]);
});

test('non-compliant: external rules beside KEDA', () => {
  expect(verdict(metricsApiHasOneServer, configMap(`externalRules:\n${rule}`), webScaledObject())).toEqual([
    'has externalRules for prometheus-adapter, and ScaledObject web-keda needs KEDA to serve the external metrics API; replace the externalRules by KEDA triggers or custom rules',
  ]);
});

const apiService = (group: string, name: string, version = 'v1beta1') => manifest('apiregistration.k8s.io/v1', 'APIService', `${version}.${group}`, { spec: { group, version, service: { namespace: 'monitoring', name } } });
const EXTERNAL = 'external.metrics.k8s.io';

test.each([
  ['KEDA registered for the API', [webScaledObject(), apiService(EXTERNAL, 'keda-operator-metrics-apiserver')]], ['an adapter for custom metrics beside KEDA', [webScaledObject(), apiService('custom.metrics.k8s.io', 'prometheus-adapter')]],
  ['two versions of one server', [apiService('custom.metrics.k8s.io', 'prometheus-adapter'), apiService('custom.metrics.k8s.io', 'prometheus-adapter', 'v1beta2')]],
  ['a DatadogMetric that KEDA reads past the API', [webScaledObject({ triggers: [{ type: 'datadog', metadata: { useClusterAgentProxy: 'true' } }] }), manifest('datadoghq.com/v1alpha1', 'DatadogMetric', 'q')]],
  ['a DatadogMetric without KEDA', [manifest('datadoghq.com/v1alpha1', 'DatadogMetric', 'q')]],
  ['cpu triggers alone', [webScaledObject({ triggers: [{ type: 'cpu', metadata: {} }] }), apiService(EXTERNAL, 'datadog')]],
])('compliant: %s', (_, given) => {
  expect(verdict(metricsApiHasOneServer, ...given)).toEqual([]);
});

test.each<[string, Manifest[], RegExp]>([
  ['datadog registered beside KEDA', [webScaledObject(), apiService(EXTERNAL, 'datadog-cluster-agent-metrics-api')], /registers Service monitoring\/datadog-cluster-agent-metrics-api for external\.metrics\.k8s\.io, and ScaledObject web-keda needs KEDA/],
  ['an adapter registered beside KEDA', [webScaledObject(), apiService(EXTERNAL, 'prometheus-adapter')], /keep one of the two/],
  ['two servers of custom metrics', [apiService('custom.metrics.k8s.io', 'prometheus-adapter'), apiService('custom.metrics.k8s.io', 'stackdriver', 'v1beta2')], /registers Service monitoring\/stackdriver/],
  ['two servers of resource metrics', [apiService('metrics.k8s.io', 'metrics-server'), apiService('metrics.k8s.io', 'prometheus-adapter', 'v1')], /metrics\.k8s\.io/],
  ['external rules of an adapter beside another server', [configMap(`externalRules:\n${rule}`), apiService(EXTERNAL, 'datadog')], /has externalRules/],
  ['a DatadogMetric beside KEDA', [webScaledObject(), manifest('datadoghq.com/v1alpha1', 'DatadogMetric', 'q')], /is served by Datadog's Cluster Agent, and ScaledObject web-keda needs KEDA/],
  ['an HPA on a DatadogMetric beside KEDA', [webScaledObject(), webHpa({ metrics: [{ type: 'External', external: { metric: { name: 'datadogmetric@shop:q' }, target: { type: 'Value', value: '1' } } }] })], /names the metric 'datadogmetric@shop:q'/],
  ['a cluster agent of datadog that provides metrics', [webScaledObject(), webContainer({ env: [{ name: 'DD_EXTERNAL_METRICS_PROVIDER_ENABLED', value: 'true' }] })], /DD_EXTERNAL_METRICS_PROVIDER_ENABLED/],
])('non-compliant: %s', (_, given, message) => {
  expect(verdict(metricsApiHasOneServer, ...given)).toEqual([expect.stringMatching(message)]);
});
