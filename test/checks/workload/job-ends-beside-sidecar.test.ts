import { jobEndsBesideSidecar } from '../../../lib/checks/workload/job-ends-beside-sidecar';
import { manifest, webDeployment } from '../../support/manifests';
import { verdict, verdictOn } from '../../support/verdict';

type Texts = Readonly<Record<string, string>>;

const template = (annotations: Texts, labels: Texts = {}, command: string[] = []) => ({ metadata: { annotations, labels }, spec: { restartPolicy: 'Never', containers: [{ name: 'main', command }] } });
const job = (annotations: Texts = {}, command: string[] = [], labels: Texts = {}) => manifest('batch/v1', 'Job', 'import', { spec: { template: template(annotations, labels, command) } });
const scaledJob = (annotations: Texts = {}) => manifest('keda.sh/v1alpha1', 'ScaledJob', 'import', { spec: { jobTargetRef: { template: template(annotations) }, triggers: [] } });
const cronJob = (annotations: Texts = {}) => manifest('batch/v1', 'CronJob', 'import', { spec: { jobTemplate: { spec: { template: template(annotations) } } } });
const namespace = (annotations: Texts, labels: Texts = {}) => manifest('v1', 'Namespace', 'default', { metadata: { annotations, labels } });
const istio = namespace({}, { 'istio-injection': 'enabled' });

test.each([
  ['no injector', [job()]], ['a Deployment', [istio, webDeployment()]], ['a native sidecar of Istio', [istio, job({ 'sidecar.istio.io/nativeSidecar': 'true' })]],
  ['a pod that Istio leaves out', [istio, job({}, [], { 'sidecar.istio.io/inject': 'false' })]], ['a pod that Linkerd leaves out', [namespace({ 'linkerd.io/inject': 'enabled' }), scaledJob({ 'linkerd.io/inject': 'disabled' })]],
  ['a native sidecar of Linkerd', [namespace({ 'linkerd.io/inject': 'enabled' }), cronJob({ 'config.beta.linkerd.io/proxy-enable-native-sidecar': 'true' })]],
  ['Vault that only fills before', [cronJob({ 'vault.hashicorp.com/agent-inject': 'true', 'vault.hashicorp.com/agent-pre-populate-only': 'true' })]],
  ['a program that stops the proxy', [istio, job({}, ['sh', '-c', './run; curl -X POST localhost:15020/quitquitquit'])]], ['linkerd-await', [job({ 'linkerd.io/inject': 'enabled' }, ['linkerd-await', '--shutdown', '--', './run'])]],
])('compliant: %s', (_, given) => {
  expect(verdictOn('1.32', jobEndsBesideSidecar, ...given)).toEqual([]);
});

test('non-compliant: a ScaledJob in a mesh', () => {
  expect(verdict(jobEndsBesideSidecar, namespace({ 'linkerd.io/inject': 'enabled' }), scaledJob())).toEqual([
    "Linkerd injects the container 'linkerd-proxy', which does not end with the program: each Job runs on, until maxReplicaCount is reached and no further one starts; annotate the pods with config.beta.linkerd.io/proxy-enable-native-sidecar: 'true', or with linkerd.io/inject: disabled",
  ]);
});

test.each([
  ['Istio', [istio, job()], 'istio-proxy'], ['Dapr', [job({ 'dapr.io/enabled': 'true' })], 'daprd'], ['Vault', [cronJob({ 'vault.hashicorp.com/agent-inject': 'true' })], 'vault-agent'],
  ['Consul', [job({ 'consul.hashicorp.com/connect-inject': 'true' })], 'consul-dataplane'],
])('non-compliant: %s', (injector, given, container) => {
  expect(verdictOn('1.32', jobEndsBesideSidecar, ...given)).toEqual([expect.stringMatching(`^${injector} injects the container '${container}', which does not end with the program: the Job never completes; `)]);
});

test('takes the proxy of Istio for a native sidecar from Kubernetes 1.33 on, unless it is switched off', () => {
  expect(verdictOn('1.33', jobEndsBesideSidecar, istio, job())).toEqual([]);
  expect(verdictOn('1.33', jobEndsBesideSidecar, istio, job({ 'sidecar.istio.io/nativeSidecar': 'false' }))).toHaveLength(1);
});
