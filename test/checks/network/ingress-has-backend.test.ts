import { ingressHasBackend } from '../../../lib/checks/network/ingress-has-backend';
import { manifest, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const ingress = (service: object) => manifest('networking.k8s.io/v1', 'Ingress', 'web', { spec: { rules: [{ http: { paths: [{ backend: { service } }] } }] } });

test('compliant: a Service that has the port, by number or by name', () => {
  expect(verdict(ingressHasBackend, webService({ ports: [{ name: 'http', port: 80 }] }), ingress({ name: 'web', port: { number: 80 } }), ingress({ name: 'web', port: { name: 'http' } }))).toEqual([]);
});

test('non-compliant: no such Service, or no such port', () => {
  expect(verdict(ingressHasBackend, ingress({ name: 'web', port: { number: 80 } }))).toEqual(['names Service web, which is not among the manifests; add it, or correct the name']);
  expect(verdict(ingressHasBackend, webService(), ingress({ name: 'web', port: { number: 8080 } }))).toEqual(['names port 8080 of Service web, which has no such port; correct it']);
});

test('compliant: an action of the AWS load balancer, which no Service answers', () => {
  expect(verdict(ingressHasBackend, ingress({ name: 'ssl-redirect', port: { name: 'use-annotation' } }))).toEqual([]);
});
