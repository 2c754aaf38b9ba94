import { targetIsSeen } from '../../../lib/checks/rules/target-is-seen';
import { webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: the target is among the manifests', () => {
  expect(verdict(targetIsSeen, webDeployment(), webHpa())).toEqual([]);
});

test.each([webHpa(), webScaledObject(), webHpa({}, 'web', { namespace: 'other' })])('non-compliant: the target is only named, or in another namespace', (autoscaler) => {
  const manifests = autoscaler.metadata.namespace ? [webDeployment(), autoscaler] : [autoscaler];
  expect(verdict(targetIsSeen, ...manifests)).toEqual([
    'Deployment web is not among the manifests: its requests, replicas and disruption budget were not seen',
  ]);
});
