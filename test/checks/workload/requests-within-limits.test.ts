import { requestsWithinLimits } from '../../../lib/checks/workload/requests-within-limits';
import { webDeployment } from '../../support/manifests';
import { verdict } from '../../support/verdict';

const container = (requests?: object, limits?: object) => ({ name: 'main', resources: { requests, limits } });

test.each([
  container({ cpu: '1', memory: '1Gi' }, { cpu: '1000m', memory: '1024Mi' }), container({ cpu: '4' }), container(undefined, { cpu: '1' }), { name: 'main' },
  container({ 'nvidia.com/gpu': 1 }, { 'nvidia.com/gpu': '1' }), container(undefined, { 'nvidia.com/gpu': 1 }), container({ 'hugepages-2Mi': '1Gi' }, { 'hugepages-2Mi': '1024Mi' }),
  container({ memory: 'not a quantity' }, { memory: '1Gi' }),
])('compliant: %j', (main) => {
  expect(verdict(requestsWithinLimits, webDeployment({ containers: [main] }))).toEqual([]);
});

test.each([
  [{ 'nvidia.com/gpu': 1 }, undefined, 'requests 1 of nvidia.com/gpu with no limit'], [{ 'nvidia.com/gpu': 1 }, { 'nvidia.com/gpu': 2 }, 'requests 1 of nvidia.com/gpu with a limit of 2'],
])('non-compliant: a device that is shared out twice, %j of %j', (requests, limits, what) => {
  expect(verdict(requestsWithinLimits, webDeployment({ containers: [container(requests, limits)] }))).toEqual([
    `container 'main' ${what}, and both must be equal; raise the limit or lower the request`,
  ]);
});

test('non-compliant: a request above its limit, in containers of either kind', () => {
  const containers = [container({ cpu: '1100m' }, { cpu: '1' })];
  const initContainers = [{ ...container({ memory: '2Gi' }, { memory: 1073741824 }), name: 'init' }];
  expect(verdict(requestsWithinLimits, webDeployment({ containers, initContainers }))).toEqual([
    "container 'init' requests 2Gi of memory, above its limit of 1073741824; raise the limit or lower the request",
    "container 'main' requests 1100m of cpu, above its limit of 1; raise the limit or lower the request",
  ]);
});
