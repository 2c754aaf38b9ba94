import { injectedSidecarHasRequest } from '../../../lib/checks/autoscaling/injected-sidecar-has-request';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, resourceMetric, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

type Texts = Readonly<Record<string, string>>;

const web = (annotations: Texts = {}, labels: Texts = {}): Manifest => manifest('apps/v1', 'Deployment', 'web', {
  spec: { template: { metadata: { labels: { app: 'web', ...labels }, annotations }, spec: { containers: [{ name: 'main', resources: { requests: { cpu: '1', memory: '1Gi' } } }] } } },
});
const namespace = (annotations: Texts, labels: Texts = {}): Manifest => manifest('v1', 'Namespace', 'default', { metadata: { annotations, labels } });
const utilization = (name: string) => webHpa({ metrics: [resourceMetric(name, { type: 'Utilization', averageUtilization: 70 })] });
const cpu = utilization('cpu');

test.each([
  ['no injector', [web(), cpu]],
  ['Linkerd with its request', [web({ 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-cpu-request': '100m' }), cpu]],
  ['Linkerd with a limit, which is its request as well', [web({ 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-cpu-limit': '1' }), cpu]],
  ['Linkerd with the request on the namespace', [namespace({ 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-cpu-request': '100m' }), web(), cpu]],
  ['Linkerd switched off', [namespace({ 'linkerd.io/inject': 'enabled' }), web({ 'linkerd.io/inject': 'disabled' }), cpu]],
  ['Istio with its defaults', [web({ 'sidecar.istio.io/inject': 'true' }), cpu]],
  ['Istio with both requests', [web({ 'sidecar.istio.io/inject': 'true', 'sidecar.istio.io/proxyCPU': '100m', 'sidecar.istio.io/proxyMemory': '128Mi' }), cpu]],
  ['Istio in ambient mode', [namespace({}, { 'istio.io/dataplane-mode': 'ambient' }), web({ 'sidecar.istio.io/proxyMemory': '128Mi' }), cpu]],
  ['Dapr with its request', [web({ 'dapr.io/enabled': 'true', 'dapr.io/sidecar-cpu-request': '100m' }), cpu]],
  ['Vault with its defaults', [web({ 'vault.hashicorp.com/agent-inject': 'true' }), cpu]],
  ['Vault that only fills before', [web({ 'vault.hashicorp.com/agent-inject': 'true', 'vault.hashicorp.com/agent-pre-populate-only': 'true', 'vault.hashicorp.com/agent-requests-cpu': '', 'vault.hashicorp.com/agent-limits-cpu': '' }), cpu]],
  ['OpenTelemetry with resources', [web({ 'sidecar.opentelemetry.io/inject': 'true' }), manifest('opentelemetry.io/v1beta1', 'OpenTelemetryCollector', 'sidecar', { spec: { mode: 'sidecar', resources: { requests: { cpu: '100m' } } } }), cpu]],
  ['a container metric', [web({ 'linkerd.io/inject': 'enabled' }), webHpa({ metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'main', target: { type: 'Utilization', averageUtilization: 70 } } }] })]],
  ['an average value', [web({ 'linkerd.io/inject': 'enabled' }), webHpa({ metrics: [resourceMetric('cpu', { type: 'AverageValue', averageValue: '1' })] })]],
  ['a KEDA trigger on one container', [web({ 'linkerd.io/inject': 'enabled' }), webScaledObject({ triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '70', containerName: 'main' } }] })]],
  ['a LimitRange with a default', [web({ 'linkerd.io/inject': 'enabled' }), cpu, manifest('v1', 'LimitRange', 'defaults', { spec: { limits: [{ type: 'Container', defaultRequest: { cpu: '100m' } }] } })]],
])('compliant: %s', (_, given) => {
  expect(verdict(injectedSidecarHasRequest, ...given)).toEqual([]);
});

test.each<[string, Manifest[], RegExp]>([
  ['Linkerd', [web({ 'linkerd.io/inject': 'enabled' }), cpu], /Linkerd injects the container 'linkerd-proxy' without a cpu request; annotate the pods with config\.linkerd\.io\/proxy-cpu-request/],
  ['Linkerd by the namespace', [namespace({ 'linkerd.io/inject': 'ingress' }), web(), cpu], /linkerd-proxy/],
  ['Linkerd without a memory request', [web({ 'linkerd.io/inject': 'enabled', 'config.linkerd.io/proxy-cpu-request': '100m' }), utilization('memory')], /without a memory request/],
  ['Istio with memory alone', [web({ 'sidecar.istio.io/proxyMemory': '128Mi' }, { 'sidecar.istio.io/inject': 'true' }), cpu], /proxyCPU/],
  ['Istio by the namespace', [namespace({}, { 'istio-injection': 'enabled' }), web({ 'sidecar.istio.io/proxyMemoryLimit': '128Mi' }), cpu], /Istio/],
  ['Istio by a revision', [namespace({}, { 'istio.io/rev': 'stable' }), web({ 'sidecar.istio.io/proxyMemory': '128Mi' }), cpu], /Istio/],
  ['Dapr', [web({ 'dapr.io/enabled': 'true' }), cpu], /daprd/],
  ['Vault with emptied requests', [web({ 'vault.hashicorp.com/agent-inject': 'true', 'vault.hashicorp.com/agent-requests-cpu': '', 'vault.hashicorp.com/agent-limits-cpu': '' }), cpu], /vault-agent/],
  ['Consul', [web({ 'consul.hashicorp.com/connect-inject': 'true' }), cpu], /Consul/],
  ['OpenTelemetry', [web({ 'sidecar.opentelemetry.io/inject': 'true' }), cpu], /otc-container/],
  ['KEDA', [web({ 'linkerd.io/inject': 'enabled' }), webScaledObject({ triggers: [{ type: 'cpu', metricType: 'Utilization', metadata: { value: '70' } }] })], /linkerd-proxy/],
])('non-compliant: %s', (_, given, message) => {
  expect(verdict(injectedSidecarHasRequest, ...given)).toEqual([expect.stringMatching(message)]);
});

test.each([
  ['Open Service Mesh', namespace({ 'openservicemesh.io/sidecar-injection': 'enabled' }), 'envoy', 'set spec.sidecar.resources.requests.cpu of the MeshConfig'],
  ['Jaeger', namespace({ 'sidecar.jaegertracing.io/inject': 'true' }), 'jaeger-agent', 'set spec.agent.resources.requests.cpu of the Jaeger object'],
])('non-compliant: %s', (injector, injecting, container, remedy) => {
  expect(verdict(injectedSidecarHasRequest, injecting, web(), cpu)).toEqual([`scales on cpu utilization of the pod, and ${injector} injects the container '${container}' without a cpu request; ${remedy}`]);
});

test('compliant: Jaeger with resources of its agent', () => {
  const jaeger = manifest('jaegertracing.io/v1', 'Jaeger', 'jaeger', { spec: { agent: { resources: { requests: { cpu: '50m' } } } } });
  expect(verdict(injectedSidecarHasRequest, namespace({ 'sidecar.jaegertracing.io/inject': 'true' }), jaeger, web(), cpu)).toEqual([]);
});
