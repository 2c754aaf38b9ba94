import { ingressHasBackend } from '../../../lib/checks/network/ingress-has-backend';
import { manifest, webService } from '../../support/manifests';
import { verdict, verdictWith } from '../../support/verdict';

const route = (apiVersion: string, kind: string, spec: object) => manifest(apiVersion, kind, 'web', { spec });
const http = (ref: object) => route('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ backendRefs: [ref] }] });
const traefik = (service: object, kind = 'IngressRoute', apiVersion = 'traefik.io/v1alpha1') => route(apiVersion, kind, { routes: [{ services: [service] }] });
const virtual = (destination: object) => route('networking.istio.io/v1', 'VirtualService', { http: [{ route: [{ destination }] }] });
const found = (given: ReturnType<typeof manifest>) => verdictWith({ complete: true }, ingressHasBackend, webService(), given);

test('a TraefikService leads to Services and to others of its kind', () => {
  const service = manifest('traefik.io/v1alpha1', 'TraefikService', 'split', { spec: { weighted: { services: [{ name: 'gone', port: 80 }, { name: 'mirror', kind: 'TraefikService' }] } } });
  const route = manifest('traefik.io/v1alpha1', 'IngressRoute', 'web', { spec: { routes: [{ services: [{ name: 'split', kind: 'TraefikService' }, { name: 'api@internal', kind: 'TraefikService' }] }] } });
  const mirror = manifest('traefik.io/v1alpha1', 'TraefikService', 'mirror', { spec: { mirroring: { name: 'web', port: 80, mirrors: [{ name: 'shadow', port: 80 }] } } });
  expect(verdict(ingressHasBackend, route)).toEqual(['names TraefikService split, which is not among the manifests; add it, or correct the name']);
  expect(verdict(ingressHasBackend, route, service, mirror).map((message) => /names (.*), which/.exec(message)?.[1])).toEqual(['Service gone', 'Service web', 'Service shadow']);
});

test.each([
  ['HTTPRoute', http({ name: 'web', port: 80 })], ['HTTPRoute to another kind', http({ group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'llm' })], ['IngressRoute', traefik({ name: 'web', port: 80 })],
  ['IngressRoute to a TraefikService', traefik({ kind: 'TraefikService', name: 'mirror@file' })], ['IngressRoute to the dashboard', traefik({ kind: 'TraefikService', name: 'api@internal' })],
  ['HTTPProxy', route('projectcontour.io/v1', 'HTTPProxy', { routes: [{ services: [{ name: 'web', port: 80 }] }] })], ['an OpenShift Route', route('route.openshift.io/v1', 'Route', { to: { kind: 'Service', name: 'web' }, port: { targetPort: 'http' } })],
  ['VirtualService by a short name', virtual({ host: 'web', port: { number: 80 } })], ['VirtualService by a full name', virtual({ host: 'web.default.svc.cluster.local' })],
  ['VirtualService to a host elsewhere', virtual({ host: 'api.example.com' })],
])('compliant: %s', (_, given) => {
  expect(found(given)).toEqual([]);
});

test.each([
  ['HTTPRoute', http({ name: 'shop', port: 80 }), 'names Service shop, which is not among the manifests; add it, or correct the name'], ['HTTPRoute to another port', http({ name: 'web', port: 8080 }), 'names port 8080 of Service web, which has no such port; correct it'],
  ['HTTPRoute to another namespace', http({ name: 'web', namespace: 'shop', port: 80 }), 'names Service web in namespace shop, which is not among the manifests; add it, or correct the name; did you mean the one in namespace default?'],
  ['a mirror of an HTTPRoute', route('gateway.networking.k8s.io/v1', 'HTTPRoute', { rules: [{ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'copy', port: 80 } } }] }] }), 'names Service copy, which is not among the manifests; add it, or correct the name'],
  ['GRPCRoute', route('gateway.networking.k8s.io/v1', 'GRPCRoute', { rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] }), 'names Service shop, which is not among the manifests; add it, or correct the name'],
  ['IngressRoute', traefik({ name: 'shop', port: 80 }), 'names Service shop, which is not among the manifests; add it, or correct the name'], ['IngressRouteTCP of the old group', traefik({ name: 'shop', port: 80 }, 'IngressRouteTCP', 'traefik.containo.us/v1alpha1'), 'names Service shop, which is not among the manifests; add it, or correct the name'],
  ['HTTPProxy', route('projectcontour.io/v1', 'HTTPProxy', { tcpproxy: { services: [{ name: 'shop', port: 80 }] } }), 'names Service shop, which is not among the manifests; add it, or correct the name'],
  ['VirtualService', virtual({ host: 'shop.default.svc.cluster.local' }), 'names Service shop, which is not among the manifests; add it, or correct the name'],
  ['VirtualService to another port', virtual({ host: 'web', port: { number: 8080 } }), 'names port 8080 of Service web, which has no such port; correct it'],
])('non-compliant: %s', (_, given, message) => {
  expect(found(given)).toEqual([message]);
});

test('compliant: a VirtualService to a host that a ServiceEntry declares', () => {
  const entry = manifest('networking.istio.io/v1', 'ServiceEntry', 'shop', { spec: { hosts: ['shop'] } });
  expect(verdictWith({ complete: true }, ingressHasBackend, entry, virtual({ host: 'shop' }))).toEqual([]);
});
