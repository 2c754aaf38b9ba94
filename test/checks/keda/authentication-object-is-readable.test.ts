import { authenticationObjectIsReadable } from '../../../lib/checks/keda/authentication-object-is-readable';
import { manifest } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const secret = (namespace: string, kind = 'Secret') => manifest('v1', kind, 'mq', { metadata: { namespace } });
const authentication = (kind: string, list = 'secretTargetRef') => manifest('keda.sh/v1alpha1', kind, 'mq', { metadata: kind.startsWith('Cluster') ? {} : { namespace: 'shop' }, spec: { [list]: [{ parameter: 'username', name: 'mq', key: 'u' }] } });
const operator = manifest('apps/v1', 'Deployment', 'keda-operator', { metadata: { namespace: 'autoscaling' }, spec: { template: { spec: { containers: [] } } } });

test.each([
  ['a Secret beside it', [authentication('TriggerAuthentication'), secret('shop')]], ['a Secret that is not in the input', [authentication('TriggerAuthentication')]],
  ['a SealedSecret beside it', [authentication('TriggerAuthentication'), secret('shop', 'SealedSecret'), secret('mq')]],
  ['a Secret of a ClusterTriggerAuthentication in keda', [authentication('ClusterTriggerAuthentication'), secret('keda')]],
  ['one where the operator is', [operator, authentication('ClusterTriggerAuthentication'), secret('autoscaling')]],
])('compliant: %s', (_, given) => {
  expect(verdict(authenticationObjectIsReadable, ...given)).toEqual([]);
});

test('non-compliant: a Secret in another namespace than the TriggerAuthentication', () => {
  expect(verdict(authenticationObjectIsReadable, authentication('TriggerAuthentication'), secret('mq'))).toEqual([
    'spec.secretTargetRef names Secret mq, which the manifests have in mq, and KEDA reads it in shop, the namespace of the authentication; create it there, or use a ClusterTriggerAuthentication with the Secret in the namespace of KEDA',
  ]);
});

test('non-compliant: a Secret of a ClusterTriggerAuthentication beside the workload', () => {
  expect(verdict(authenticationObjectIsReadable, authentication('ClusterTriggerAuthentication'), secret('shop'))).toEqual([
    'spec.secretTargetRef names Secret mq, which the manifests have in shop, and KEDA reads it in its own namespace (keda, or KEDA_CLUSTER_OBJECT_NAMESPACE); create it there, or use a TriggerAuthentication beside it',
  ]);
  expect(verdict(authenticationObjectIsReadable, operator, authentication('ClusterTriggerAuthentication'), secret('keda', 'ExternalSecret'))).toEqual([expect.stringMatching(/own namespace \(autoscaling,/)]);
});

test('non-compliant: a ConfigMap', () => {
  expect(verdict(authenticationObjectIsReadable, authentication('TriggerAuthentication', 'configMapTargetRef'), secret('mq', 'ConfigMap'))).toHaveLength(1);
});
