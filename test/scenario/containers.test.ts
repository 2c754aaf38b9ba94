import { Assumptions } from '../../lib/scenario/assumptions';
import { toContainers } from '../../lib/scenario/containers';
import { type ContainerRequest } from '../../lib/scenario/pod-manifest';
import { type ContainerScenario } from '../../lib/scenario/scenario';
import { type Container } from '../../lib/simulator/world/world';
import { UserError } from '../../lib/values/user-error';

function build(requests: ContainerRequest[] | undefined, given: Record<string, ContainerScenario> = {}): { containers: Container[]; assumed: string[] } {
  const assumptions = new Assumptions();
  const containers = toContainers(requests, given, { name: 'web', path: 'workloads.web', assumedName: 'app' }, assumptions);
  return { containers, assumed: assumptions.list() };
}

test('a pod without a template has one container with assumed requests', () => {
  expect(build(undefined)).toEqual({
    containers: [{ name: 'app', cpuRequestMilli: 1000, memoryRequestBytes: 2 ** 30, loadShare: 1, idleCpuMilli: 5, idleMemoryBytes: 2 ** 29 }],
    assumed: ['web: no manifest shows its pods; requests of 1 core and 1 GiB are assumed.'],
  });
});

test('a scenario may describe the containers that no manifest shows', () => {
  expect(build(undefined, { main: { cpuRequest: 2, memoryRequest: '4Gi', idleCpu: '20m', idleMemory: '1Gi' } })).toEqual({
    containers: [{ name: 'main', cpuRequestMilli: 2000, memoryRequestBytes: 4 * 2 ** 30, loadShare: 1, idleCpuMilli: 20, idleMemoryBytes: 2 ** 30 }], assumed: [],
  });
});

test('a request that is missing in a manifest stays missing', () => {
  expect(build([{ name: 'app', kind: 'main' }]).containers[0]).not.toHaveProperty('cpuRequestMilli');
});

test('main containers share the load like the requested CPU, as an assumption', () => {
  const { containers, assumed } = build([
    { name: 'init', kind: 'init', cpuRequestMilli: 900 }, { name: 'proxy', kind: 'sidecar', cpuRequestMilli: 100 },
    { name: 'app', kind: 'main', cpuRequestMilli: 300 }, { name: 'cache', kind: 'main', cpuRequestMilli: 100 },
  ]);
  expect(containers.map(({ loadShare }) => loadShare)).toEqual([0, 0, 0.75, 0.25]);
  expect(containers[0]).toMatchObject({ kind: 'init', idleCpuMilli: 0, idleMemoryBytes: 0 });
  expect(assumed).toEqual(['web: its containers app, cache share the load as they share the requested CPU; set loadShare of each.']);
});

test('without requests they share it equally', () => {
  const { containers, assumed } = build([{ name: 'a', kind: 'main' }, { name: 'b', kind: 'main' }]);
  expect(containers.map(({ loadShare }) => loadShare)).toEqual([0.5, 0.5]);
  expect(assumed[0]).toContain('share the load equally');
});

test('given shares are used and must add up to 1', () => {
  const requests: ContainerRequest[] = [{ name: 'a', kind: 'main' }, { name: 'b', kind: 'sidecar' }];
  expect(build(requests, { a: { loadShare: 0.9 }, b: { loadShare: 0.1 } }).containers.map(({ loadShare }) => loadShare)).toEqual([0.9, 0.1]);
  expect(() => build(requests, { a: { loadShare: 0.9 } })).toThrow(UserError);
  expect(() => build(requests, { a: { loadShare: 0.9 } })).toThrow('workloads.web.containers: the load shares add up to 0.9; those of a pod have to make 1');
});

test('a container that is not there is refused', () => {
  expect(() => build([{ name: 'app', kind: 'main' }], { appp: {} })).toThrow("workloads.web.containers names 'appp'; did you mean app? known are app");
});
