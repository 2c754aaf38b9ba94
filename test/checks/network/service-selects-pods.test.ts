import { runChecks } from '../../../lib/checks';
import { serviceSelectsPods } from '../../../lib/checks/network/service-selects-pods';
import { manifest, webDeployment, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: existing pods, a Service without a selector, an ExternalName', () => {
  expect(verdict(serviceSelectsPods, webDeployment(), webService())).toEqual([]);
  expect(verdict(serviceSelectsPods, webService({ selector: undefined }), webService({ type: 'ExternalName' }))).toEqual([]);
});

test('non-compliant: labels that no pod has; an error only with the whole cluster', () => {
  expect(verdict(serviceSelectsPods, webService())).toEqual(['selects app=web, which matches no pod among the manifests; use labels that the pods have']);
  expect([false, true].map((complete) => runChecks([webService()], { rules: [serviceSelectsPods], complete })[0].severity)).toEqual(['warning', 'error']);
});

test.each([
  ['StatefulSet', { 'statefulset.kubernetes.io/pod-name': 'web-0' }, true], ['StatefulSet', { 'app': 'web', 'apps.kubernetes.io/pod-index': '0' }, true],
  ['StatefulSet', { 'statefulset.kubernetes.io/pod-name': 'other-0' }, false], ['Job', { 'job-name': 'web' }, true], ['Job', { 'batch.kubernetes.io/job-name': 'other' }, false],
  ['Deployment', { 'statefulset.kubernetes.io/pod-name': 'web-0' }, false],
])('labels that the controller of a %s adds count: %j, %s', (kind, selector, there) => {
  expect(verdict(serviceSelectsPods, { ...webDeployment(), kind }, webService({ selector })).length).toBe(there ? 0 : 1);
});

test('another rule reports an invalid selector', () => {
  expect(verdict(serviceSelectsPods, webDeployment(), webService({ selector: { matchLabels: { app: 'web' } } }))).toEqual([]);
});

test.each([
  ['the control plane, whose manifests nobody has', { ...webService(), metadata: { name: 'web', namespace: 'kube-system' } }, []],
  ['an operator, by the kind of its object', webService({ selector: { alertmanager: 'main' } }), [manifest('monitoring.coreos.com/v1', 'Alertmanager', 'main')]],
  ['an operator, by the kind of its object in a prefix', webService({ selector: { 'operator.prometheus.io/name': 'main' } }), [manifest('monitoring.coreos.com/v1', 'Prometheus', 'main')]],
  ['an operator, by the group of its object', webService({ selector: { 'strimzi.io/cluster': 'main' } }), [manifest('kafka.strimzi.io/v1beta2', 'Kafka', 'main')]],
])('compliant: pods that are made by %s', (_, service, others) => {
  expect(verdict(serviceSelectsPods, service, ...others)).toEqual([]);
});

test.each([
  ['another label', { app: 'main' }, 'monitoring.coreos.com/v1', 'Alertmanager'], ['an object that makes no pods', { app: 'main' }, 'keda.sh/v1alpha1', 'ScaledObject'],
  ['another object', { 'strimzi.io/cluster': 'other' }, 'kafka.strimzi.io/v1beta2', 'Kafka'], ['another group', { 'strimzi.io/cluster': 'main' }, 'kafka.example/v1', 'Kafka'],
])('non-compliant: a selector with %s', (_, selector, apiVersion, kind) => {
  expect(verdict(serviceSelectsPods, webService({ selector }), manifest(apiVersion, kind, 'main'))).toHaveLength(1);
});
