import { boundsLeaveRoom } from '../../../lib/checks/autoscaling/bounds-leave-room';
import { webDeployment, webHpa, webService } from '../../support/manifests';
import { verdict } from '../../support/verdict';

test('compliant: two replicas or more with room above, or a workload without callers', () => {
  expect(verdict(boundsLeaveRoom, webDeployment(), webService(), webHpa({ minReplicas: 2 }))).toEqual([]);
  expect(verdict(boundsLeaveRoom, webDeployment(), webHpa())).toEqual([]);
});

test('non-compliant: one replica behind a Service, or no room above the minimum', () => {
  expect(verdict(boundsLeaveRoom, webDeployment(), webService(), webHpa())).toEqual(['keeps a single replica behind a Service; set the minimum to at least 2']);
  expect(verdict(boundsLeaveRoom, webHpa({ minReplicas: 10 }))).toEqual(['keeps 10 replicas under any load; raise the maximum, or remove the autoscaler']);
});
