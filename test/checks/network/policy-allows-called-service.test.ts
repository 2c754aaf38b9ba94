import { policyAllowsCalledService } from '../../../lib/checks/network/policy-allows-called-service';
import { manifest, webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const caller = webContainer({ env: [{ name: 'REDIS_URL', value: 'redis://user@cache:6379/0' }, { name: 'OUTSIDE', value: 'https://api.example.com:443' }] });
const cache = manifest('apps/v1', 'Deployment', 'cache', { spec: { template: { metadata: { labels: { app: 'cache' } }, spec: { containers: [{ name: 'main', ports: [{ name: 'redis', containerPort: 6380 }] }] } } } });
const service = manifest('v1', 'Service', 'cache', { spec: { selector: { app: 'cache' }, ports: [{ port: 6379, targetPort: 'redis' }] } });
const policy = (app: string, direction: 'ingress' | 'egress', peer: string, port: unknown) => manifest('networking.k8s.io/v1', 'NetworkPolicy', app, {
  spec: {
    podSelector: { matchLabels: { app } },
    policyTypes: [direction === 'ingress' ? 'Ingress' : 'Egress'],
    [direction]: [{ [direction === 'ingress' ? 'from' : 'to']: [{ podSelector: { matchLabels: { app: peer } } }], ports: [{ port }] }],
  },
});

test.each([
  ['no policies', []],
  ['both directions are open for each other, by number and by name', [policy('web', 'egress', 'cache', 6380), policy('cache', 'ingress', 'web', 'redis')]],
])('compliant: %s', (_name, policies) => {
  expect(verdict(policyAllowsCalledService, caller, cache, service, ...policies)).toEqual([]);
});

test.each([
  ['the caller may not go out', policy('web', 'egress', 'other', 6380), 'egress'],
  ['the caller may go to the port of the Service alone', policy('web', 'egress', 'cache', 6379), 'egress'],
  ['the callee lets others in', policy('cache', 'ingress', 'other', 6380), 'ingress'],
])('non-compliant: %s', (_name, cut, direction) => {
  expect(verdict(policyAllowsCalledService, caller, cache, service, cut)).toEqual([`blocks Deployment web from Service cache, which its environment names; allow ${direction} on port 6380`]);
});
