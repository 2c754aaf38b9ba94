import { type Demand, podDemandOf, timesDemand, totalOf } from '../../lib/manifest/pod-demand';

const pod = (spec: object) => podDemandOf({ labels: {}, annotations: {}, spec: spec as Record<string, unknown> });
const container = (requests: object, limits?: object) => ({ resources: { requests, ...(limits && { limits }) } });
const read = (demand: Demand) => Object.fromEntries(Array.from(demand, ([resource, amount]) => [resource, amount.toNumber()]));

test('a pod asks for all containers that run together', () => {
  expect(read(pod({ containers: [container({ cpu: '500m', memory: '1Gi' }), container({ cpu: 1 })] }))).toEqual({ cpu: 1.5, memory: 1024 ** 3 });
});

test('a request that is missing is the limit', () => {
  expect(read(pod({ containers: [container({ cpu: '1' }, { cpu: '2', 'nvidia.com/gpu': 2 })] }))).toEqual({ cpu: 1, 'nvidia.com/gpu': 2 });
});

test('init containers count where they ask for more than those after them, native sidecars at all times', () => {
  const sidecar = { ...container({ cpu: '250m' }), restartPolicy: 'Always' };
  const initContainers = [container({ cpu: '3' }), container({ cpu: '2', memory: '1Mi' }), sidecar];
  expect(read(pod({ initContainers, containers: [container({ cpu: '1' })] }))).toEqual({ cpu: 3, memory: 1024 ** 2 });
  expect(read(pod({ initContainers: [sidecar], containers: [container({ cpu: '1' })] }))).toEqual({ cpu: 1.25 });
});

test('pod-level requests take precedence over containers, and the overhead of the runtime class is added', () => {
  expect(read(pod({ resources: { requests: { cpu: '1' } }, overhead: { cpu: '100m', memory: '10M' }, containers: [container({ cpu: '4' })] }))).toEqual({ cpu: 1.1, memory: 1e7 });
});

test('leaves invalid quantities to the checks', () => {
  expect(read(pod({ containers: [container({ cpu: 'lots' })] }))).toEqual({});
});

test('demands are added and multiplied', () => {
  const one = pod({ containers: [container({ cpu: '500m' })] });
  expect(read(totalOf([timesDemand(one, 3), pod({ containers: [container({ memory: '1Ki' })] })]))).toEqual({ cpu: 1.5, memory: 1024 });
});
