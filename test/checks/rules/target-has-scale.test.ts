import { targetHasScale } from '../../../lib/checks/rules/target-has-scale';
import { webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a workload with a replica count', () => {
  expect(verdict(targetHasScale, webHpa(), webScaledObject(), webHpa({ scaleTargetRef: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web' } }))).toEqual([]);
});

test('non-compliant: a workload without', () => {
  expect(verdict(targetHasScale, webHpa({ scaleTargetRef: { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'web' } }))).toEqual([
    'a DaemonSet has no scale subresource; target a workload that has one',
  ]);
});
