import { boundsLeaveRoom } from '../../../lib/checks/autoscaling/bounds-leave-room';
import { webDeployment, webHpa, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: two replicas or more with room above, or a workload without callers', () => {
  expect(verdict(boundsLeaveRoom, webDeployment(), webService(), webHpa({ minReplicas: 2 }))).toEqual([]);
  expect(verdict(boundsLeaveRoom, webDeployment(), webHpa())).toEqual([]);
});

test('non-compliant: one replica behind a Service, or no room above the minimum', () => {
  expect(verdict(boundsLeaveRoom, webDeployment(), webService(), webHpa())).toEqual(['spec.minReplicas is 1 and the target is behind a Service, so that each drain or crash is an outage; set it to at least 2']);
  expect(verdict(boundsLeaveRoom, webHpa({ minReplicas: 10 }))).toEqual(['spec.minReplicas and spec.maxReplicas are both 10, so that nothing is scaled; raise the maximum, or remove the autoscaler']);
});
