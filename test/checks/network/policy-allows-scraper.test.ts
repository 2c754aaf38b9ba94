import { policyAllowsScraper } from '../../../lib/checks/network/policy-allows-scraper';
import { manifest, webContainer, webPolicy, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const web = webContainer({ ports: [{ name: 'metrics', containerPort: 9090 }] });
const monitor = manifest('monitoring.coreos.com/v1', 'PodMonitor', 'web', { spec: { selector: { matchLabels: { app: 'web' } }, podMetricsEndpoints: [{ port: 'metrics' }] } });
const services = manifest('monitoring.coreos.com/v1', 'ServiceMonitor', 'web', { spec: { selector: {}, namespaceSelector: { any: true }, endpoints: [{ port: 'metrics' }] } });
const service = webService({ ports: [{ name: 'metrics', port: 80, targetPort: 'metrics' }] });
const annotated = manifest('apps/v1', 'Deployment', 'web', {
  spec: { template: { metadata: { labels: { app: 'web' }, annotations: { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '9090' } }, spec: { containers: [] } } },
});
const closed = webPolicy({ ingress: [{ ports: [{ port: 8000 }] }] });

test('compliant: no policy, or a policy that allows the port', () => {
  expect(verdict(policyAllowsScraper, web, monitor)).toEqual([]);
  expect(verdict(policyAllowsScraper, web, monitor, closed, webPolicy({ ingress: [{ ports: [{ port: 'metrics' }] }] }, 'scraper'))).toEqual([]);
  expect(verdict(policyAllowsScraper, web, closed)).toEqual([]);
});

test('the port is open to other peers alone, or to a possible Prometheus', () => {
  const from = (peer: object) => verdict(policyAllowsScraper, web, monitor, webPolicy({ ingress: [{ from: [peer], ports: [{ port: 9090 }] }] }));
  expect(from({ podSelector: { matchLabels: { app: 'frontend' } } })).toHaveLength(1);
  for (const peer of [{ namespaceSelector: {} }, { ipBlock: { cidr: '10.0.0.0/8' } }, { podSelector: {} }, { podSelector: { matchLabels: { 'app.kubernetes.io/name': 'prometheus' } } }]) {
    expect(from(peer)).toEqual([]);
  }
});

test.each([
  ['a PodMonitor', [web, monitor], 'PodMonitor web'],
  ['a ServiceMonitor', [web, services, service], 'ServiceMonitor web'],
  ['annotations', [annotated], 'the annotation prometheus.io/scrape'],
])('non-compliant: the port that %s scrapes is closed', (_name, manifests, by) => {
  expect(verdict(policyAllowsScraper, ...manifests, closed)).toEqual([`does not admit Prometheus to port 9090 of Deployment web, which ${by} scrapes; allow ingress to that port`]);
});
