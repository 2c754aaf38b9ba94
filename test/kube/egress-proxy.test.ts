import { CaBundle, EgressProxy, type EgressProxyOptions } from '../../lib';

const cidrs = ['10.1.2.0/24'];
const environmentOf = (options: EgressProxyOptions = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(EgressProxy.of('http://proxy.example.com:3128', { cidrs, ...options })._environment()).map(([name, value]) => [name, value._text!]));

test('sets the proxy variables in both spellings', () => {
  const environment = environmentOf({ noProxy: ['.example.com'] });
  ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'].forEach((name) => expect(environment[name]).toBe('http://proxy.example.com:3128'));
  expect(environment.NO_PROXY).toBe(environment.no_proxy);
  expect(environment.NO_PROXY.split(',')).toEqual(expect.arrayContaining(['localhost', '127.0.0.1', '::1', '169.254.169.254', '.svc', '.cluster.local', '.example.com']));
});

test.each([
  ['store.rag.svc', true], ['store.rag.svc.cluster.local', true], ['169.254.169.254', true], ['huggingface.co', false], ['models.example.org', true], ['example.org', true], ['notexample.org', false],
  ['10.4.5.6', true], ['10.5.0.1', false], ['[fd00::7]', true], ['mirror.lan', true], ['cdn.mirror.lan', true], ['svc', true],
])('the host %s is reached without the proxy: %s', (host, direct) => {
  expect(EgressProxy.of('http://proxy.example.com:3128', { cidrs, noProxy: ['.example.org', '10.4.0.0/16', 'fd00::/8', 'mirror.lan'] })._bypasses(host)).toBe(direct);
});

test('a proxy is reached at its own address, its ranges or its pods, and at its port', () => {
  const routesOf = (url: string, options?: EgressProxyOptions) => EgressProxy.of(url, options).acceptFrom({ name: 'a', podLabels: {} }).routes;
  expect(routesOf('http://10.9.8.7:3128')).toEqual([{ peers: [{ cidr: '10.9.8.7/32' }], ports: [3128] }]);
  expect(routesOf('http://[fd00::9]:3128')).toEqual([{ peers: [{ cidr: 'fd00::9/128' }], ports: [3128] }]);
  expect(routesOf('https://proxy.example.com', { cidrs })).toEqual([{ peers: [{ cidr: '10.1.2.0/24' }], ports: [443] }]);
  expect(routesOf('http://squid:3128', { pods: [{ podLabels: { app: 'squid' } }] })).toEqual([{ peers: [{ podLabels: { app: 'squid' } }], ports: [3128] }]);
});

test.each<[string, EgressProxyOptions, string]>([
  ['proxy.example.com:3128', { cidrs }, 'the proxy is "proxy.example.com:3128"; write http://host:port'],
  ['socks5://proxy:1080', { cidrs }, 'write http://host:port'],
  ['http://proxy:3128/path', { cidrs }, 'write http://host:port'],
  ['http://user:secret@proxy:3128', { cidrs }, 'the URL of the proxy has credentials, which would be written to the manifest; use a proxy that needs none inside the cluster'],
  ['http://proxy.example.com:3128', {}, 'the proxy proxy.example.com has neither cidrs nor pods, and a NetworkPolicy has no host names; set its cidrs, or its pods if it runs in the cluster'],
  ['http://proxy:3128', { cidrs, pods: [{ podLabels: { app: 'squid' } }] }, 'the proxy proxy has both cidrs and pods; set one of the two'],
  ['http://proxy:3128', { cidrs: ['10.0.0.0'] }, "'10.0.0.0' is not a CIDR; write it as in '203.0.113.0/24' or '2001:db8::/32'"],
  ['http://proxy:3128', { cidrs, noProxy: ['a b'] }, 'noProxy has "a b"; write a host, a domain with a dot in front or a range of addresses'],
])('%s is refused', (url, options, message) => {
  expect(() => EgressProxy.of(url, options)).toThrow(message);
});

test('a bundle of certificates is a key of a ConfigMap or a Secret', () => {
  expect(CaBundle.configMap('corporate-ca')._volume()).toEqual({ name: 'ca-bundle', configMap: { name: 'corporate-ca', items: [{ key: 'ca-bundle.crt', path: 'ca-bundle.crt' }] } });
  expect(CaBundle.secret('corporate-ca', 'tls.crt')._volume()).toEqual({ name: 'ca-bundle', secret: { secretName: 'corporate-ca', items: [{ key: 'tls.crt', path: 'ca-bundle.crt' }] } });
  expect(() => CaBundle.configMap('No Name')).toThrow("ConfigMap name 'No Name' is not a DNS subdomain");
});
