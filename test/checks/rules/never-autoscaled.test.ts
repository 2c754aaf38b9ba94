import { neverAutoscaled } from '../../../lib/checks/rules/never-autoscaled';
import { webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const never = { annotations: { 'cdk8s-kotaemon/autoscaling': 'never' } };

test('compliant: what must never be autoscaled is not, what says nothing may be', () => {
  expect(verdict(neverAutoscaled, webDeployment(undefined, {}, never))).toEqual([]);
  expect(verdict(neverAutoscaled, webDeployment(), webHpa())).toEqual([]);
});

test('non-compliant: an autoscaler on what must never have one', () => {
  expect(verdict(neverAutoscaled, webDeployment(undefined, {}, never), webHpa())).toEqual(['scales Deployment web, which must never be autoscaled; remove the policy']);
});
