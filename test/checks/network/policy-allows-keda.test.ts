import { policyAllowsKeda } from '../../../lib/checks/network/policy-allows-keda';
import { manifest, webDeployment, webPolicy, webScaledObject, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const redis = webScaledObject({ triggers: [{ type: 'redis', metadata: { address: 'web.default.svc:80' } }] });
const ingress = (...from: object[]) => webPolicy({ policyTypes: ['Ingress'], ingress: [from.length === 0 ? {} : { from }] });
const operator = (namespace: string) => manifest('apps/v1', 'Deployment', 'keda-operator', { metadata: { namespace }, spec: { template: { metadata: { labels: { app: 'keda-operator' } }, spec: { containers: [] } } } });
const workers = { podSelector: { matchLabels: { app: 'worker' } } };
const named = (name: string) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } });

test.each([
  ['no policy', [redis]], ['an open policy', [redis, ingress()]], ['the namespace of KEDA', [redis, ingress(workers, named('keda'))]], ['an address', [redis, ingress({ ipBlock: { cidr: '10.0.0.0/8' } })]],
  ['a policy of egress', [redis, webPolicy({ policyTypes: ['Egress'], egress: [] })]], ['an operator in the same namespace', [redis, operator('default'), ingress({ podSelector: {} })]],
  ['a source outside', [webScaledObject({ triggers: [{ type: 'redis', metadata: { address: 'redis.example.com:6379' } }] }), ingress(workers)]],
])('compliant: %s', (_, given) => {
  expect(verdict(policyAllowsKeda, webDeployment(), webService(), ...given)).toEqual([]);
});

test.each([
  ['pods of the same namespace alone', [ingress(workers)]], ['nobody', [webPolicy({ policyTypes: ['Ingress'] })]], ['another namespace than that of the operator', [operator('keda'), ingress(named('shop'))]],
  ['another port', [webPolicy({ policyTypes: ['Ingress'], ingress: [{ ports: [{ port: 9090 }] }] })]],
])('non-compliant: a policy that admits %s', (_, given) => {
  expect(verdict(policyAllowsKeda, webDeployment(), webService(), redis, ...given)).toEqual([
    'does not admit KEDA to port 8000 of Deployment web, which trigger 0 (redis) of ScaledObject web-keda reads; allow ingress from namespace keda',
  ]);
});
