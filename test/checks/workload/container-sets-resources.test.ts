import { containerSetsResources } from '../../../lib/checks/workload/container-sets-resources';
import { webContainer } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const all = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };

test('compliant: resources on the container or the pod, requests from limits', () => {
  expect(verdict(containerSetsResources, webContainer({ resources: all }), webContainer({}, { resources: all }), webContainer({ resources: { limits: { cpu: '1', memory: '1Gi' } } }))).toEqual([]);
});

test('non-compliant: a missing request or limit', () => {
  expect(verdict(containerSetsResources, webContainer({ resources: { requests: { cpu: '1' } } }))).toEqual(["container 'main' has no memory requests, no memory limits; set them"]);
});
