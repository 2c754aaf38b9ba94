import { scaledWorkloadOmitsReplicas } from '../../../lib/checks/autoscaling/scaled-workload-omits-replicas';
import { webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a scaled workload leaves replicas out, an unscaled one may fix them', () => {
  expect(verdict(scaledWorkloadOmitsReplicas, webDeployment(), webHpa())).toEqual([]);
  expect(verdict(scaledWorkloadOmitsReplicas, webDeployment(undefined, { replicas: 3 }))).toEqual([]);
});

test.each([['HorizontalPodAutoscaler web', webHpa()], ['ScaledObject web-keda', webScaledObject()]])('non-compliant: replicas beside %s', (name, autoscaler) => {
  expect(verdict(scaledWorkloadOmitsReplicas, webDeployment(undefined, { replicas: 3 }), autoscaler)).toEqual([
    `spec.replicas is 3 although ${name} scales the workload; remove it`,
  ]);
});

test('replicas 0 disables an HPA, and not KEDA', () => {
  expect(verdict(scaledWorkloadOmitsReplicas, webDeployment(undefined, { replicas: 0 }), webHpa())).toEqual([]);
  expect(verdict(scaledWorkloadOmitsReplicas, webDeployment(undefined, { replicas: 0 }), webScaledObject())).toHaveLength(1);
});
