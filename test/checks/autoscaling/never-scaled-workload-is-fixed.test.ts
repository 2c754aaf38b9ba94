import { neverScaledWorkloadIsFixed } from '../../../lib/checks/autoscaling/never-scaled-workload-is-fixed';
import { webDeployment, webHpa } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const never = { annotations: { 'cdk8s-kotaemon/autoscaling': 'never' } };

test('compliant: a workload marked never has no autoscaler, an unmarked one may have one', () => {
  expect(verdict(neverScaledWorkloadIsFixed, webDeployment(undefined, {}, never))).toEqual([]);
  expect(verdict(neverScaledWorkloadIsFixed, webDeployment(), webHpa())).toEqual([]);
});

test.each([[undefined, 1], [1, 1], [3, 3]])('compliant: %p replicas of at most %d', (replicas, most) => {
  expect(verdict(neverScaledWorkloadIsFixed, webDeployment(undefined, { replicas }, { annotations: { 'cdk8s-kotaemon/max-replicas': String(most) } }))).toEqual([]);
});

test('non-compliant: more replicas than the state allows', () => {
  expect(verdict(neverScaledWorkloadIsFixed, webDeployment(undefined, { replicas: 3 }, { annotations: { 'cdk8s-kotaemon/max-replicas': '1' } }))).toEqual([
    'spec.replicas is 3, and the annotation of the workload allows 1: more replicas would write the same files or split the data; set it to 1',
  ]);
});

test('non-compliant: an autoscaler on a workload marked never', () => {
  expect(verdict(neverScaledWorkloadIsFixed, webDeployment(undefined, {}, never), webHpa())).toEqual(['scales Deployment web, whose annotation says that it is never autoscaled; remove the autoscaler']);
});
