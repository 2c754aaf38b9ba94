import { targetHasScale } from '../../../lib/checks/autoscaling/target-has-scale';
import { webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a workload with a replica count', () => {
  expect(verdict(targetHasScale, webHpa(), webScaledObject(), webHpa({ scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } }))).toEqual([]);
});

test.each([
  ['apps/v1', 'DaemonSet'], ['batch/v1', 'Job'], ['v1', 'Service'], ['rbac.authorization.k8s.io/v1', 'Role'], ['networking.k8s.io/v1', 'NetworkPolicy'], ['policy/v1', 'PodDisruptionBudget'],
])('non-compliant: a %s %s, which Kubernetes itself gives no replica count', (apiVersion, kind) => {
  expect(verdict(targetHasScale, webHpa({ scaleTargetRef: { apiVersion, kind, name: 'web' } }))).toEqual([`scaleTargetRef names a ${kind}, which has no scale subresource; name a workload that has one`]);
});

test('compliant: a kind of a custom resource that is called as one of Kubernetes itself', () => {
  expect(verdict(targetHasScale, webHpa({ scaleTargetRef: { apiVersion: 'serving.example.com/v1', kind: 'Service', name: 'web' } }))).toEqual([]);
});

test.each([['extensions/v1beta1', 'Deployment', 'apps/v1'], ['argoproj.io/v1alpha1', 'StatefulSet', 'apps/v1'], ['v1', 'Deployment', 'apps/v1'], ['apps/v1', 'ReplicationController', 'v1']])('non-compliant: a %s %s, which is served in %s', (apiVersion, kind, right) => {
  expect(verdict(targetHasScale, webHpa({ scaleTargetRef: { apiVersion, kind, name: 'web' } }))).toEqual([`scaleTargetRef.apiVersion is ${apiVersion}, in which no cluster serves a ${kind}; write ${right}`]);
});

test.each(['apps/v1beta2', 'deployments.example.com/v1'])('compliant: a Deployment of %s', (apiVersion) => {
  expect(verdict(targetHasScale, webHpa({ scaleTargetRef: { apiVersion, kind: 'Deployment', name: 'web' } }))).toEqual([]);
});
