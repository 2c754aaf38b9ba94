import { meshAdmitsKeda } from '../../../lib/checks/network/mesh-admits-keda';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webDeployment, webScaledObject, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const prometheus = webScaledObject({ triggers: [{ type: 'prometheus', metadata: { serverAddress: 'http://prometheus.monitoring:9090', query: 'up' } }] });
const own = webScaledObject({ triggers: [{ type: 'metrics-api', metadata: { url: 'http://web.default.svc/stats' } }] });
const namespace = (name: string, labels: object = { 'istio-injection': 'enabled' }) => manifest('v1', 'Namespace', name, { metadata: { labels } });
const policy = (ns: string, spec: object) => manifest('security.istio.io/v1', 'PeerAuthentication', 'default', { metadata: { namespace: ns }, spec });
const strict = { mtls: { mode: 'STRICT' } };
const message = 'trigger 0 (prometheus) reads prometheus.monitoring:9090, where PeerAuthentication NS/default accepts only connections of the mesh, and KEDA is outside of it; set mode: PERMISSIVE for that port';

test.each<[string, Manifest[]]>([
  ['no policy', [namespace('monitoring'), prometheus]], ['a permissive policy', [namespace('monitoring'), policy('monitoring', { mtls: { mode: 'PERMISSIVE' } }), prometheus]],
  ['a source outside of the mesh', [namespace('monitoring', {}), policy('istio-system', strict), prometheus]], ['KEDA in the mesh', [namespace('monitoring'), namespace('keda'), policy('istio-system', strict), prometheus]],
  ['a namespace that is more lenient than the mesh', [namespace('monitoring'), policy('istio-system', strict), policy('monitoring', { mtls: { mode: 'PERMISSIVE' } }), prometheus]],
  ['a port that is open', [namespace('monitoring'), policy('monitoring', { ...strict, portLevelMtls: { 9090: { mode: 'DISABLE' } } }), prometheus]],
  ['a policy of other pods', [namespace('default'), policy('default', { ...strict, selector: { matchLabels: { app: 'api' } } }), webDeployment(), webService(), own]],
  ['a source outside of the cluster', [namespace('monitoring'), policy('istio-system', strict), webScaledObject({ triggers: [{ type: 'prometheus', metadata: { serverAddress: 'https://prometheus.example.com' } }] })]],
])('compliant: %s', (_, given) => {
  expect(verdict(meshAdmitsKeda, ...given)).toEqual([]);
});

test.each(['istio-system', 'monitoring'])('non-compliant: a strict policy of %s', (ns) => {
  expect(verdict(meshAdmitsKeda, namespace('monitoring'), policy(ns, strict), prometheus)).toEqual([message.replace('NS', ns)]);
});

test('non-compliant: the own pods, selected by their labels', () => {
  expect(verdict(meshAdmitsKeda, namespace('default'), policy('default', { ...strict, selector: { matchLabels: { app: 'web' } } }), webDeployment(), webService(), own)).toHaveLength(1);
});

test('compliant: a port that the proxy leaves alone', () => {
  const web = manifest('apps/v1', 'Deployment', 'web', { spec: { template: { metadata: { labels: { app: 'web' }, annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '8000' } }, spec: { containers: [] } } } });
  expect(verdict(meshAdmitsKeda, namespace('default'), policy('default', strict), web, webService(), own)).toEqual([]);
});

test('non-compliant: a metrics server in the mesh, which the API server cannot reach', () => {
  const api = manifest('apiregistration.k8s.io/v1', 'APIService', 'v1beta1.external.metrics.k8s.io', { spec: { group: 'external.metrics.k8s.io', version: 'v1beta1', service: { name: 'keda-operator-metrics-apiserver', namespace: 'keda' } } });
  expect(verdict(meshAdmitsKeda, namespace('keda'), policy('keda', strict), api)).toEqual([
    'is served by keda/keda-operator-metrics-apiserver, where PeerAuthentication keda/default accepts only connections of the mesh, and the API server is outside of it; keep its pods out of the mesh, or set mode: PERMISSIVE for that port',
  ]);
  expect(verdict(meshAdmitsKeda, namespace('keda', { 'istio-injection': 'disabled' }), policy('keda', strict), api)).toEqual([]);
});
