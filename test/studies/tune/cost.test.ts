import { type DayFigures } from '../../../lib/results/day-figures';
import { buildWorld } from '../../../lib/scenario/build-world';
import { type World } from '../../../lib/simulator/world/world';
import { CostModel } from '../../../lib/studies/tune/cost';
import { shop, usualDay } from './shop';

const base = buildWorld(shop([usualDay()]));
const pool = (name: string, pricePerNodeHour: number): World['nodePools'][number] => ({
  name, pricePerNodeHour, cpuMilli: 4000, memoryBytes: 2 ** 34, podsPerNode: 110, initialNodes: 1, minNodes: 1, maxNodes: 10,
  provisioning: { kind: 'deterministic', value: 60 }, scanSeconds: 10, removeEmptyAfterSeconds: 600,
});
const world = (changes: Partial<World>, nodePool?: string, price = 0): World => ({
  ...base, ...changes, workloads: base.workloads.map((workload) => ({ ...workload, pricePerReplicaHour: price, ...(nodePool !== undefined && { nodePool }) })),
});
/** A day of 50 pod-hours, on two nodes around the clock and a third for six hours. */
const day: DayFigures = {
  arrived: 1000, slo: [{ good: 1000, total: 1000 }], workloads: [{ podHours: 50, peakPods: 5, loadPerPod: 1, busyShare: 0.5 }],
  nodePools: [{ nodeHours: 54, hoursAtLeast: [24, 24, 6] }],
};

test('without any price a day costs its pod-hours', () => {
  const costs = new CostModel(world({}));
  expect([costs.basis, costs.of(day)]).toEqual(['pod-hours', 50]);
});

test('pods outside of a node pool cost their own price', () => {
  const costs = new CostModel(world({}, undefined, 0.2));
  expect([costs.basis, costs.of(day)]).toEqual(['pods', 10]);
});

test('pods on priced nodes cost their nodes alone', () => {
  const costs = new CostModel(world({ nodePools: [pool('web', 0.5)] }, 'web', 0.2));
  expect([costs.basis, costs.of(day)]).toEqual(['nodes', 27]);
});

test('reserved nodes cost the whole day, and those above them by the hour', () => {
  const costs = new CostModel(world({ nodePools: [pool('web', 0.5)] }, 'web'), { reserved: [{ nodePool: 'web', nodes: 2, pricePerNodeHour: 0.3 }] });
  expect(costs.of(day)).toBeCloseTo(2 * 24 * 0.3 + 6 * 0.5, 9);
  expect(costs.of({ ...day, nodePools: [{ nodeHours: 0, hoursAtLeast: [] }] })).toBeCloseTo(2 * 24 * 0.3, 9);
});

test('spot instances cost their price for their share of the nodes', () => {
  const costs = new CostModel(world({ nodePools: [pool('web', 0.5)] }, 'web'), { spot: { web: { share: 0.6, pricePerNodeHour: 0.1 } } });
  expect(costs.of(day)).toBeCloseTo(54 * (0.6 * 0.1 + 0.4 * 0.5), 9);
});

test.each([
  ['reserved nodes', { reserved: [{ nodePool: 'wbe', nodes: 2, pricePerNodeHour: 0.3 }] }],
  ['spot prices', { spot: { wbe: { share: 0.6, pricePerNodeHour: 0.1 } } }],
])('%s of a node pool that there is not are refused by its name', (_, prices) => {
  expect(() => new CostModel(world({ nodePools: [pool('web', 0.5)] }), prices)).toThrow("prices name the node pool 'wbe', which does not exist; use one of web");
  expect(() => new CostModel(world({}), prices)).toThrow('the scenario has no node pool');
});

test('a share of spot nodes above the whole is refused', () => {
  expect(() => new CostModel(world({ nodePools: [pool('web', 0.5)] }), { spot: { web: { share: 1.5, pricePerNodeHour: 0.1 } } }))
    .toThrow("the share of spot nodes of 'web' is 1.5; use one from 0 to 1, as in 0.5 or 50%");
});
