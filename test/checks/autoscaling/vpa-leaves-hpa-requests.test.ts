import { vpaLeavesHpaRequests } from '../../../lib/checks/autoscaling/vpa-leaves-hpa-requests';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const vertical = (spec: object = {}) => manifest('autoscaling.k8s.io/v1', 'VerticalPodAutoscaler', 'web', { spec: { targetRef: { kind: 'Deployment', name: 'web' }, ...spec } });

test.each([
  ['it only recommends', vertical({ updatePolicy: { updateMode: 'Off' } })],
  ['it only recommends, in YAML without quotes', vertical({ updatePolicy: { updateMode: false } })],
  ['it changes something else', vertical({ resourcePolicy: { containerPolicies: [{ controlledResources: ['memory'] }] } })],
  ['it is about another workload', vertical({ targetRef: { kind: 'Deployment', name: 'other' } })],
])('compliant: %s', (_name, autoscaler) => {
  expect(verdict(vpaLeavesHpaRequests, webDeployment(), webHpa(), autoscaler)).toEqual([]);
});

test('non-compliant: a VPA that changes the requests that the HPA measures against', () => {
  expect(verdict(vpaLeavesHpaRequests, webDeployment(), webHpa(), vertical())).toEqual(['changes the cpu requests from which HorizontalPodAutoscaler web computes utilization; exclude them with controlledResources, or set updateMode to Off']);
});

test('non-compliant: a VPA that changes the requests that a cpu trigger of KEDA measures against', () => {
  const cpu = (metricType: string) => webScaledObject({ triggers: [{ type: 'cpu', metricType, metadata: { value: '60' } }] });
  expect(verdict(vpaLeavesHpaRequests, webDeployment(), cpu('Utilization'), vertical())).toEqual(['changes the cpu requests from which ScaledObject web-keda computes utilization; exclude them with controlledResources, or set updateMode to Off']);
  expect(verdict(vpaLeavesHpaRequests, webDeployment(), cpu('AverageValue'), vertical())).toEqual([]);
});
