import { replicasSurviveANode } from '../../../lib/checks/autoscaling/bounds-leave-room';
import { webDeployment, webHpa, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: two at least, room above, or nobody who calls', () => {
  expect(verdict(replicasSurviveANode, webDeployment(), webService(), webHpa({ minReplicas: 2 }))).toEqual([]);
  expect(verdict(replicasSurviveANode, webDeployment(), webHpa())).toEqual([]);
});

test('non-compliant: one replica that serves, or no room', () => {
  expect(verdict(replicasSurviveANode, webDeployment(), webService(), webHpa())).toEqual(['keeps a single replica behind a Service; set the minimum to at least 2']);
  expect(verdict(replicasSurviveANode, webHpa({ minReplicas: 10 }))).toEqual(['keeps 10 replicas whatever happens; raise the maximum, or remove the autoscaler']);
});
