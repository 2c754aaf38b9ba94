import { initContainerNeedsNoMeshProxy } from '../../../lib/checks/network/init-container-needs-no-mesh-proxy';
import { policyAllowsNodeLocalDns } from '../../../lib/checks/network/policy-allows-node-local-dns';
import { type Manifest } from '../../../lib/manifest/manifest';
import { manifest, webDeployment, webPolicy } from '../../support/manifests';
import { verdict } from '../../support/verdict';

type Texts = Readonly<Record<string, string>>;

const meshed = (annotations: Texts, init: object = { command: ['sh', '-c', 'curl -f http://models.example/model.bin'] }, podSpec: object = {}): Manifest => manifest('apps/v1', 'Deployment', 'web', {
  spec: { template: { metadata: { labels: { app: 'web' }, annotations }, spec: { initContainers: [{ name: 'fetch', ...init }], containers: [{ name: 'main' }], ...podSpec } } },
});
const ISTIO = { 'sidecar.istio.io/inject': 'true' };
const LINKERD = { 'linkerd.io/inject': 'enabled' };
const linkerdCni = manifest('apps/v1', 'DaemonSet', 'linkerd-cni', { spec: { template: { spec: { containers: [] } } } });

describe('init containers and the proxy of a mesh', () => {
  test.each([
    ['no mesh', [meshed({})]], ['no network', [meshed(ISTIO, { command: ['chown', '-R', '1000', '/data'] })]], ['a native sidecar of Istio', [meshed({ ...ISTIO, 'sidecar.istio.io/nativeSidecar': 'true' })]],
    ['an excluded port', [meshed({ ...ISTIO, 'traffic.sidecar.istio.io/excludeOutboundPorts': '443' })]], ['the user of the proxy', [meshed(ISTIO, { command: ['curl', 'http://a'], securityContext: { runAsUser: 1337 } })]],
    ['a sidecar of its own', [meshed(ISTIO, { command: ['curl', 'http://a'], restartPolicy: 'Always' })]], ['Linkerd, whose init container runs last', [meshed(LINKERD)]],
    ['Linkerd with its plugin and a native sidecar', [linkerdCni, meshed({ ...LINKERD, 'config.beta.linkerd.io/proxy-enable-native-sidecar': 'true' })]],
  ])('compliant: %s', (_, given) => {
    expect(verdict(initContainerNeedsNoMeshProxy, ...given)).toEqual([]);
  });

  test.each<[string, Manifest[], RegExp]>([
    ['Istio', [meshed(ISTIO)], /before the Istio proxy/], ['Istio by the namespace', [manifest('v1', 'Namespace', 'default', { metadata: { labels: { 'istio-injection': 'enabled' } } }), meshed({})], /Istio/],
    ['a URL in the environment', [meshed(ISTIO, { env: [{ name: 'DATABASE_URL', value: 'postgres://db:5432/x' }] })], /Istio/], ['Linkerd with its CNI plugin', [linkerdCni, meshed(LINKERD)], /before the Linkerd proxy/],
  ])('non-compliant: %s', (_, given, message) => {
    expect(verdict(initContainerNeedsNoMeshProxy, ...given)).toEqual([expect.stringMatching(message)]);
  });
});

describe('NodeLocal DNSCache', () => {
  const cache = manifest('apps/v1', 'DaemonSet', 'node-local-dns', { metadata: { namespace: 'kube-system' }, spec: { template: { spec: { hostNetwork: true, containers: [] } } } });
  const web = webDeployment({ containers: [{ name: 'main' }] });
  const dns = (to: object[] | undefined) => webPolicy({ policyTypes: ['Egress'], egress: [{ ...(to && { to }), ports: [{ port: 53, protocol: 'UDP' }] }] });
  const KUBE_DNS = { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };

  test.each([
    ['no cache in the cluster', [web, dns([KUBE_DNS])]], ['the address beside kube-dns', [cache, web, dns([KUBE_DNS, { ipBlock: { cidr: '169.254.20.10/32' } }])]],
    ['a wider block', [cache, web, dns([KUBE_DNS, { ipBlock: { cidr: '169.254.0.0/16' } }])]], ['any peer', [cache, web, dns(undefined)]], ['no policy', [cache, web]],
  ])('compliant: %s', (_, given) => {
    expect(verdict(policyAllowsNodeLocalDns, ...given)).toEqual([]);
  });

  test('non-compliant: kube-dns alone', () => {
    expect(verdict(policyAllowsNodeLocalDns, cache, web, dns([KUBE_DNS]))).toEqual([expect.stringContaining('allow egress on port 53 to ipBlock 169.254.20.10/32')]);
  });

  test('non-compliant: pods that name the address in dnsConfig', () => {
    expect(verdict(policyAllowsNodeLocalDns, webDeployment({ dnsConfig: { nameservers: ['169.254.20.10'] }, containers: [] }), dns([KUBE_DNS]))).toHaveLength(1);
  });
});
