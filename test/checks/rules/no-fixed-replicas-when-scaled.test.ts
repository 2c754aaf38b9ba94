import { noFixedReplicasWhenScaled } from '../../../lib/checks/rules/no-fixed-replicas-when-scaled';
import { webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: a scaled workload leaves replicas out, an unscaled one may fix them', () => {
  expect(verdict(noFixedReplicasWhenScaled, webDeployment(), webHpa())).toEqual([]);
  expect(verdict(noFixedReplicasWhenScaled, webDeployment(undefined, { replicas: 3 }))).toEqual([]);
});

test.each([['HorizontalPodAutoscaler web', webHpa()], ['ScaledObject web-keda', webScaledObject()]])('non-compliant: replicas beside %s', (name, autoscaler) => {
  expect(verdict(noFixedReplicasWhenScaled, webDeployment(undefined, { replicas: 0 }), autoscaler)).toEqual([
    `sets replicas to 0 although ${name} scales it; leave replicas out`,
  ]);
});
