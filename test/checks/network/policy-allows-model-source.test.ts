import { type Manifest } from '../../../lib/manifest/manifest';
import { policyAllowsModelSource } from '../../../lib/checks/network/policy-allows-model-source';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const fetchingFrom = (sources: string): Manifest => webDeployment(undefined, {}, { annotations: { 'cdk8s-kotaemon/preload-sources': sources } });
const dns = { ports: [{ protocol: 'UDP', port: 53 }] };
const to = (peer: object, port = 443): object => ({ to: [peer], ports: [{ port }] });
const anywhere = to({ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } });
const inStorage = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'storage' } } };

function policy(...egress: object[]): Manifest {
  return manifest('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress } });
}

test.each([
  ['no policy', 'huggingface.co:443', []],
  ['a policy of other pods', 'huggingface.co:443', [manifest('networking.k8s.io/v1', 'NetworkPolicy', 'other', { spec: { podSelector: { matchLabels: { app: 'other' } }, policyTypes: ['Egress'] } })]],
  ['a policy for the other direction', 'huggingface.co:443', [manifest('networking.k8s.io/v1', 'NetworkPolicy', 'web', { spec: { podSelector: {}, policyTypes: ['Ingress'] } })]],
  ['every address', 'huggingface.co:443', [policy(dns, anywhere)]],
  ['every port', 'huggingface.co:443', [policy({ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }, dns)]],
  ['everything', 'huggingface.co:443', [policy({})]],
  ['two policies together', 'huggingface.co:443', [policy(dns), policy(anywhere)]],
  ['the address itself, without dns', '203.0.113.7:443', [policy(to({ ipBlock: { cidr: '203.0.113.0/24' } }))]],
  ['the address itself, version 6', '[2001:db8::1]:443', [policy(to({ ipBlock: { cidr: '2001:db8::/32' } }))]],
  ['pods of a service by its long name', 'minio.storage.svc:9000', [policy(dns, to(inStorage, 9000))]],
  ['pods of a service by its short name', 'minio.storage:9000', [policy(dns, to(inStorage, 9000))]],
  ['pods of the same namespace', 'minio:9000', [policy(dns, to({ podSelector: { matchLabels: { app: 'minio' } } }, 9000))]],
  ['two sources', 'huggingface.co:443, minio:9000', [policy(dns, anywhere, to({ podSelector: {} }, 9000))]],
])('compliant: %s', (_name, sources, policies) => {
  expect(verdict(policyAllowsModelSource, fetchingFrom(sources), ...policies)).toEqual([]);
});

test.each([
  ['nothing may go out', 'huggingface.co:443', policy()],
  ['only pods may be reached', 'huggingface.co:443', policy(dns, to(inStorage))],
  ['another port', 'huggingface.co:443', policy(dns, to({ ipBlock: { cidr: '0.0.0.0/0' } }, 80))],
  ['other addresses', '203.0.113.7:443', policy(to({ ipBlock: { cidr: '198.51.100.0/24' } }))],
  ['an address that is left out', '10.1.2.3:443', policy(anywhere)],
  ['addresses of the other version', '[2001:db8::1]:443', policy(anywhere)],
  ['pods of another namespace', 'minio.models:9000', policy(dns, to(inStorage, 9000))],
  ['pods, and the source is an address', '10.1.2.3:9000', policy(to(inStorage, 9000))],
])('non-compliant: %s', (_name, source, closed) => {
  expect(verdict(policyAllowsModelSource, fetchingFrom(source), closed)).toEqual([`downloads its model from ${source}, which NetworkPolicy web does not allow; allow egress to it`]);
});

test('non-compliant: the source is open, and its name cannot be asked for', () => {
  expect(verdict(policyAllowsModelSource, fetchingFrom('huggingface.co:443'), policy(anywhere)))
    .toEqual(['downloads its model from huggingface.co:443, and NetworkPolicy web does not allow DNS; allow egress to port 53 UDP']);
});
