import { App, Chart, Testing } from 'cdk8s';
import { type GatewayEntryProps, type IngressEntryProps, KotaemonPlatform, ModuleRole, PlatformEntry } from '../../lib';
import { expectValid } from '../support/validate';

type Json = Record<string, any>;

const from = { namespaceLabels: { 'kubernetes.io/metadata.name': 'gateway' }, podLabels: { app: 'envoy' } };
const allIngress: Required<IngressEntryProps> = { module: 'app', from, path: '/chat', annotations: { 'example.com/timeout': '300' }, host: 'chat.example.com', className: 'nginx', tlsSecret: 'chat-tls' };
const allGateway: Required<GatewayEntryProps> = {
  module: 'app', from, path: '/chat', annotations: { 'example.com/timeout': '300' }, hosts: ['chat.example.com', '*.chat.example.com'], gateway: 'public', gatewayNamespace: 'gateway', listener: 'https',
};

function written(entry: PlatformEntry): Json[] {
  const chart = new Chart(new App(), 'rag', { namespace: 'rag' });
  new KotaemonPlatform(chart, 'platform', { modules: { app: { role: ModuleRole.RETRIEVAL, image: 'registry.example.com/app:1', port: 8080 } }, entry });
  const manifests = Testing.synth(chart);
  expectValid(manifests);
  return manifests;
}

function specOf(kind: string, entry: PlatformEntry): Json {
  return written(entry).find((manifest) => manifest.kind === kind)!.spec;
}

test('an entry of a platform names its module', () => {
  expect(() => written(PlatformEntry.ingress({ from, host: 'chat.example.com' }))).toThrow("the entry of platform 'platform' has no module; set module to the one that users reach, one of app");
});

test('rejects an IP address as host', () => {
  expect(() => PlatformEntry.ingress({ module: 'app', from, host: '10.0.0.1' })).toThrow("'10.0.0.1' is not a host name; write a DNS name without scheme, port and path, as in 'chat.example.com'");
});

test('an Ingress with defaults routes the root of its host to the module', () => {
  expect(specOf('Ingress', PlatformEntry.ingress({ module: 'app', from, host: 'chat.example.com' }))).toEqual({
    rules: [{ host: 'chat.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'app', port: { number: 8080 } } } }] } }],
  });
});

test('an Ingress with every option', () => {
  expect(written(PlatformEntry.ingress(allIngress)).find(({ kind }) => kind === 'Ingress')).toMatchSnapshot();
});

test('an HTTPRoute with defaults', () => {
  expect(specOf('HTTPRoute', PlatformEntry.gatewayRoute({ module: 'app', from, hosts: ['chat.example.com'], gateway: 'public' }))).toEqual({
    parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }],
    hostnames: ['chat.example.com'],
    rules: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }], backendRefs: [{ group: '', kind: 'Service', name: 'app', port: 8080, weight: 1 }] }],
  });
});

test('an HTTPRoute with every option', () => {
  expect(written(PlatformEntry.gatewayRoute(allGateway)).find(({ kind }) => kind === 'HTTPRoute')).toMatchSnapshot();
});

test('only the ingress controller is admitted', () => {
  const { ingress } = written(PlatformEntry.ingress(allIngress)).find(({ kind }) => kind === 'NetworkPolicy')!.spec;
  expect(ingress).toEqual([{
    from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } }, podSelector: { matchLabels: { app: 'envoy' } } }],
    ports: [{ protocol: 'TCP', port: 8080 }],
  }]);
});

describe('rejected input', () => {
  test.each<[string, Partial<IngressEntryProps>, string]>([
    ['a host with a scheme', { host: 'https://chat.example.com' }, "'https://chat.example.com' is not a host name"],
    ['a host of nothing', { host: '' }, "'' is not a host name"],
    ['a path that is none', { path: 'chat' }, 'must start with a slash'],
    ['a path with a query', { path: '/chat?x={}' }, 'must start with a slash'],
    ['a secret that is none', { tlsSecret: 'TLS' }, "Secret name 'TLS' is not a DNS subdomain"],
    ['a class that is none', { className: 'NGINX' }, "IngressClass name 'NGINX' is not a DNS subdomain"],
  ])('%s', (_, props, message) => {
    expect(() => PlatformEntry.ingress({ ...allIngress, ...props })).toThrow(message);
  });

  test.each<[string, Partial<GatewayEntryProps>, string]>([
    ['no host', { hosts: [] }, 'a route without hosts matches every request of the gateway; set at least one host'],
    ['a host that is none', { hosts: ['chat_1'] }, "'chat_1' is not a host name"],
    ['a gateway that is none', { gateway: 'G' }, "Gateway name 'G' is not a DNS subdomain"],
    ['a namespace that is none', { gatewayNamespace: 'N' }, "Namespace name 'N' is not a DNS subdomain"],
    ['a listener that is none', { listener: 'L' }, "listener name 'L' is not a DNS subdomain"],
  ])('%s', (_, props, message) => {
    expect(() => PlatformEntry.gatewayRoute({ ...allGateway, ...props })).toThrow(message);
  });
});
