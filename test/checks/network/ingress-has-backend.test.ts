import { ingressHasBackend } from '../../../lib/checks/network/ingress-has-backend';
import { manifest, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const ingress = (service: object) => manifest('networking.k8s.io/v1', 'Ingress', 'web', { spec: { rules: [{ http: { paths: [{ backend: { service } }] } }] } });

test('compliant: a Service that has the port, by number or by name', () => {
  expect(verdict(ingressHasBackend, webService({ ports: [{ name: 'http', port: 80 }] }), ingress({ name: 'web', port: { number: 80 } }), ingress({ name: 'web', port: { name: 'http' } }))).toEqual([]);
});

test('non-compliant: no such Service, or no such port', () => {
  expect(verdict(ingressHasBackend, ingress({ name: 'web', port: { number: 80 } }))).toEqual(['leads to Service web, which is not here; add it, or correct the name']);
  expect(verdict(ingressHasBackend, webService(), ingress({ name: 'web', port: { number: 8080 } }))).toEqual(['leads to port 8080 of Service web, which does not have it; correct the port']);
});

test('compliant: an action of the AWS load balancer, which no Service answers', () => {
  expect(verdict(ingressHasBackend, ingress({ name: 'ssl-redirect', port: { name: 'use-annotation' } }))).toEqual([]);
});
