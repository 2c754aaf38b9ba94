import { policyAllowsDns } from '../../../lib/checks/network/policy-allows-dns';
import { webDeployment, webPolicy } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const egress = (...rules: object[]) => webPolicy({ policyTypes: ['Egress'], egress: rules });

test.each([
  ['no policy', []],
  ['a policy of what comes in', [webPolicy({ ingress: [] })]],
  ['nothing at all is allowed, so no name is needed', [egress()]],
  ['DNS is allowed', [egress({ ports: [{ port: 5432 }] }, { ports: [{ protocol: 'UDP', port: 53 }] })]],
  ['another policy allows it', [egress({ ports: [{ port: 5432 }] }), webPolicy({ egress: [{ ports: [{ protocol: 'UDP', port: 1, endPort: 100 }] }] }, 'dns')]],
  ['everything is allowed', [egress({})]],
  ['every port of another namespace', [egress({ to: [{ namespaceSelector: {} }] })]],
  ['a DNS of its own beside', [egress({ to: [{ podSelector: { matchLabels: { app: 'dns' } } }], ports: [{ protocol: 'UDP', port: 53 }] })]],
])('compliant: %s', (_name, policies) => {
  expect(verdict(policyAllowsDns, webDeployment(), ...policies)).toEqual([]);
});

test('non-compliant: every port of pods beside, none of which is the DNS', () => {
  expect(verdict(policyAllowsDns, webDeployment(), egress({ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }))).toHaveLength(1);
});

test('non-compliant: calls are allowed, names are not', () => {
  expect(verdict(policyAllowsDns, webDeployment(), egress({ ports: [{ port: 53 }, { port: 5432 }] }))).toEqual([
    'allows the pods of Deployment web egress, but none to DNS; allow egress to port 53 UDP',
  ]);
});
