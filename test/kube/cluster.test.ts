import { App, Chart, Testing } from 'cdk8s';
import { CaBundle, Cluster, type ClusterProps, EgressProxy, IpFamilies, KotaemonModule, KubernetesVersion, ModuleRole, SecurityProfile } from '../../lib';

const ALL: Required<ClusterProps> = {
  kedaVersion: '2.18', kubernetesVersion: KubernetesVersion.V1_35,
  featureGates: ['HPAScaleToZero'],
  dns: [{ namespaceLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } }, { cidr: '169.254.20.10/32' }],
  dnsPort: 5353,
  ipFamilies: IpFamilies.DUAL_STACK,
  security: SecurityProfile.restrictedV2(),
  proxy: EgressProxy.of('http://proxy.example.com:3128', { cidrs: ['10.1.2.0/24'] }),
  caBundle: CaBundle.configMap('corporate-ca'),
};

function dnsRules(props?: ClusterProps): unknown[] {
  const app = new App();
  if (props) Cluster.declare(app, props);
  const chart = new Chart(app, 'web');
  new KotaemonModule(chart, 'web', { image: 'registry.example.com/web:1.4.2', port: 8000, role: ModuleRole.custom('web') });
  return Testing.synth(chart).find(({ kind }) => kind === 'NetworkPolicy').spec.egress;
}

test('an undeclared cluster runs Kubernetes 1.28 with kube-dns at port 53', () => {
  const { kubernetesVersion, featureGates, dns, dnsPort } = Cluster.of(new App());
  expect([kubernetesVersion, featureGates, dnsPort]).toEqual([KubernetesVersion.V1_28, [], 53]);
  expect(dns).toEqual([{ namespaceLabels: { 'kubernetes.io/metadata.name': 'kube-system' }, podLabels: { 'k8s-app': 'kube-dns' } }]);
  expect(dnsRules({})).toEqual(dnsRules());
});

test('a declaration of an app applies to each of its charts', () => {
  expect(Cluster.of(new Chart(declared(ALL), 'web'))).toMatchObject(ALL);
});

test('every network policy allows the declared DNS, at the pod port and the Service port', () => {
  expect(dnsRules({ dns: ALL.dns, dnsPort: ALL.dnsPort })).toEqual([{
    to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'openshift-dns' } } }, { ipBlock: { cidr: '169.254.20.10/32' } }],
    ports: [{ protocol: 'UDP', port: 53 }, { protocol: 'TCP', port: 53 }, { protocol: 'UDP', port: 5353 }, { protocol: 'TCP', port: 5353 }],
  }]);
});

test('rejects a declaration after the objects that depend on it, and names the first of them', () => {
  const app = new App();
  const chart = new Chart(app, 'rag');
  new Chart(chart, 'inner');
  expect(() => Cluster.declare(app, {})).toThrow(/^declare the cluster of the app before anything is added to it: it already has 'rag'$/);
  expect(() => Cluster.declare(chart, {})).toThrow(/^declare the cluster of 'rag' before anything is added to it: it already has 'inner'$/);
});

test.each<[ClusterProps, string]>([
  [{ dnsPort: 0 }, 'the port of the cluster DNS must be a whole number from 1 to 65535, got 0'],
  [{ dns: [{}] }, 'network peer'],
  [{ featureGates: ['HPAScaleToZoro'] }, 'HPAScaleToZoro'],
])('%j is refused where it is declared', (props, message) => {
  expect(() => declared(props)).toThrow(message);
});

function declared(props: ClusterProps): App {
  const app = new App();
  Cluster.declare(app, props);
  return app;
}
