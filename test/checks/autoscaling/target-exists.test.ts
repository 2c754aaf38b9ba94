import { targetExists } from '../../../lib/checks/autoscaling/target-exists';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: the target is among the manifests', () => {
  expect(verdict(targetExists, webDeployment(), webHpa())).toEqual([]);
});

test.each([webHpa(), webScaledObject()])('non-compliant: the target is only named', (autoscaler) => {
  expect(verdict(targetExists, autoscaler)).toEqual(['scaleTargetRef names Deployment web, which is not among the manifests, so that its requests, replicas and disruption budget are not checked']);
});

test('non-compliant: the target is in another namespace, which the finding names', () => {
  expect(verdict(targetExists, webDeployment(), webHpa({}, 'web', { namespace: 'other' }))).toEqual([
    'scaleTargetRef names Deployment web, which is not among the manifests, so that its requests, replicas and disruption budget are not checked; did you mean the one in namespace default?',
  ]);
});

test('non-compliant: a target whose kind was left out, beside a workload of that name and another kind', () => {
  const set = manifest('apps/v1', 'StatefulSet', 'web', { spec: {} });
  expect(verdict(targetExists, set, webScaledObject({ scaleTargetRef: { name: 'web' } }))).toEqual([expect.stringMatching(/are not checked; did you mean StatefulSet web\? set scaleTargetRef\.kind$/)]);
});

test('non-compliant: a target of another API group', () => {
  const hpa = webHpa({ scaleTargetRef: { apiVersion: 'rollouts.example.com/v1', kind: 'Deployment', name: 'web' } });
  expect(verdict(targetExists, webDeployment(), hpa)).toEqual([
    'scaleTargetRef.apiVersion of Deployment web is rollouts.example.com/v1, and the manifests have it in apps/v1; correct it',
  ]);
});
