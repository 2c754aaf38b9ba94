import { utilizationHasRequests } from '../../../lib/checks/autoscaling/utilization-has-requests';
import { manifest, webDeployment, webHpa, webScaledObject } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const requests = { cpu: '1', memory: '1Gi' };
const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } };
const cpuOf = (container: string) => ({ type: 'ContainerResource', containerResource: { ...cpu.resource, container } });

test.each([
  ['every container requests', [{ name: 'main', resources: { requests } }, { name: 'side', resources: { requests } }], cpu],
  ['a limit stands in for the request', [{ name: 'main', resources: { limits: requests } }], cpu],
  ['only the measured container requests', [{ name: 'main', resources: { requests } }, { name: 'side' }], cpuOf('main')],
  ['an average value needs no request', [{ name: 'main' }], { type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '1' } } }],
])('compliant: %s', (_name, containers, metric) => {
  expect(verdict(utilizationHasRequests, webDeployment({ containers }), webHpa({ metrics: [metric] }))).toEqual([]);
});

test('compliant: the pod as a whole requests it, or a LimitRange fills it in', () => {
  const unrequested = webDeployment({ containers: [{ name: 'main' }] });
  const range = (limit: object, namespace?: string) => manifest('v1', 'LimitRange', 'defaults', { metadata: { namespace }, spec: { limits: [limit] } });
  const hpa = webHpa({ metrics: [cpu] });
  expect(verdict(utilizationHasRequests, webDeployment({ containers: [{ name: 'main' }], resources: { requests } }), hpa)).toEqual([]);
  expect(verdict(utilizationHasRequests, unrequested, hpa, range({ type: 'Container', defaultRequest: { cpu: '100m' } }))).toEqual([]);
  for (const other of [range({ type: 'Container', defaultRequest: { memory: '1Gi' } }), range({ type: 'Pod', max: { cpu: '1' } }), range({ type: 'Container', default: { cpu: '1' } }, 'elsewhere')]) {
    expect(verdict(utilizationHasRequests, unrequested, hpa, other)).toHaveLength(1);
  }
});

test('compliant: the pods of a target that is only named cannot be judged', () => {
  expect(verdict(utilizationHasRequests, webHpa({ metrics: [cpu] }))).toEqual([]);
});

test.each([
  ['a sidecar without a request', { containers: [{ name: 'main', resources: { requests } }, { name: 'side' }] }, cpu,
    "scales on cpu utilization, but container 'side' requests no cpu; add the request"],
  ['a native sidecar without a request', { containers: [{ name: 'main', resources: { requests } }], initContainers: [{ name: 'proxy', restartPolicy: 'Always' }] }, cpu,
    "scales on cpu utilization, but container 'proxy' requests no cpu; add the request"],
  ['the measured container without a request', { containers: [{ name: 'main' }] }, cpuOf('main'),
    "scales on cpu utilization, but container 'main' requests no cpu; add the request"],
  ['a container that is not there', { containers: [{ name: 'main', resources: { requests } }] }, cpuOf('mian'),
    "measures container 'mian', which the pod does not have; use one of main"],
])('non-compliant: %s', (_name, podSpec, metric, message) => {
  expect(verdict(utilizationHasRequests, webDeployment(podSpec), webHpa({ metrics: [metric] }))).toEqual([message]);
});

test('KEDA measures against requests as well, unless the target is an average value', () => {
  const bare = webDeployment({ containers: [{ name: 'main' }] });
  const scaled = (trigger: object) => webScaledObject({ triggers: [{ type: 'cpu', metadata: { value: '60' }, ...trigger }] });
  const message = "scales on cpu utilization, but container 'main' requests no cpu; add the request";
  expect(verdict(utilizationHasRequests, bare, scaled({}))).toEqual([message]);
  expect(verdict(utilizationHasRequests, bare, scaled({ metricType: 'Utilization' }))).toEqual([message]);
  expect(verdict(utilizationHasRequests, bare, scaled({ metricType: 'AverageValue' }))).toEqual([]);
  expect(verdict(utilizationHasRequests, webDeployment({ containers: [{ name: 'main', resources: { requests } }] }), scaled({}))).toEqual([]);
});
