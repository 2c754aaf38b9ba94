import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { NodePoolModel } from '../../../../lib/simulator/engine/cluster/node-pool';
import { type NodePool, type Workload } from '../../../../lib/simulator/world/world';
import { workload } from '../../worlds';
import { Cluster } from './clusters';

const fixed = (value: number) => ({ kind: 'deterministic', value } as const);

/** Nodes of two cores, which take four pods of half a core each. */
const POOL: NodePool = {
  name: 'pool', cpuMilli: 2000, memoryBytes: 2 ** 34, podsPerNode: 110, initialNodes: 1, minNodes: 1, maxNodes: 3,
  provisioning: fixed(60), scanSeconds: 10, removeEmptyAfterSeconds: 600, pricePerNodeHour: 1,
};

function clusterOn(pool: Partial<NodePool>, replicas: number, overrides: Partial<Workload> = {}) {
  const eventQueue = new EventQueue();
  const nodes = new NodePoolModel({ ...POOL, ...pool }, eventQueue, 1);
  const cluster = new Cluster(overrides, eventQueue, nodes);
  cluster.controller.begin(replicas);
  return { cluster, nodes };
}

describe('NodePoolModel', () => {
  test('starts pods at once while nodes have room', () => {
    const { cluster, nodes } = clusterOn({}, 2);
    cluster.controller.scale(4, 'hpa', '');
    expect(cluster.runUntil(20).ready).toBe(4);
    expect(nodes.count.value).toBe(1);
  });

  test('orders nodes at its next scan for unschedulable pods, and pulls images there', () => {
    const { cluster, nodes } = clusterOn({}, 4);
    cluster.runUntil(3).controller.scale(5, 'hpa', '');
    const ready = 10 + 60 + 8 + 8;
    expect(cluster.runUntil(69).states).toContain('unscheduled');
    expect(nodes.count.value).toBe(1);
    expect(cluster.runUntil(ready - 0.01).ready).toBe(4);
    expect(cluster.runUntil(ready).ready).toBe(5);
    expect(nodes.count.value).toBe(2);
  });

  test('pulls an image once for each node', () => {
    const { cluster } = clusterOn({ initialNodes: 2 }, 1);
    cluster.controller.scale(2, 'hpa', '');
    expect(cluster.runUntil(1 + 8 + 8).ready).toBe(2);
    cluster.controller.scale(3, 'hpa', '');
    expect(cluster.runUntil(17 + 1 + 1 + 8).ready).toBe(3);
  });

  test('orders the nodes that the waiting pods need, up to its maximum', () => {
    const { cluster, nodes } = clusterOn({}, 4);
    cluster.controller.scale(9, 'hpa', '');
    cluster.runUntil(100);
    expect([nodes.count.value, cluster.ready]).toEqual([3, 9]);
    cluster.controller.scale(20, 'hpa', '');
    cluster.runUntil(1000);
    expect([nodes.count.value, cluster.ready]).toEqual([3, 12]);
    expect(cluster.states.filter((state) => state === 'unscheduled')).toHaveLength(8);
  });

  test('schedules waiting pods onto freed capacity', () => {
    const { cluster } = clusterOn({ maxNodes: 1 }, 4);
    cluster.controller.scale(5, 'hpa', '');
    cluster.runUntil(10).controller.lose(cluster.controller.pods.slice(0, 1));
    expect(cluster.runUntil(40).ready).toBe(4);
  });

  test('removes nodes that have been empty for a while, down to its minimum', () => {
    const { cluster, nodes } = clusterOn({}, 4);
    cluster.controller.scale(12, 'hpa', '');
    cluster.runUntil(100).controller.scale(0, 'hpa', '');
    expect(cluster.runUntil(699).eventQueue.now && nodes.count.value).toBe(3);
    cluster.runUntil(701);
    expect(nodes.count.value).toBe(1);
  });

  test('removes nodes that were there from the start and never got a pod', () => {
    const { cluster, nodes } = clusterOn({ initialNodes: 12, maxNodes: 12 }, 2);
    expect(nodes.count.value).toBe(12);
    cluster.runUntil(601);
    expect(nodes.count.value).toBe(2);
  });

  test('keeps a node that is used again before its removal', () => {
    const { cluster, nodes } = clusterOn({ minNodes: 0 }, 1);
    cluster.controller.scale(0, 'hpa', '');
    cluster.runUntil(300).controller.scale(1, 'hpa', '');
    cluster.runUntil(400).controller.scale(0, 'hpa', '');
    cluster.runUntil(700);
    expect(nodes.count.value).toBe(1);
    cluster.runUntil(1001);
    expect(nodes.count.value).toBe(0);
  });

  test('orders no node while the provider has none, and keeps scanning', () => {
    const { cluster, nodes } = clusterOn({}, 4);
    nodes.delivering = false;
    cluster.controller.scale(5, 'hpa', '');
    cluster.runUntil(500);
    expect(nodes.count.value).toBe(1);
    nodes.delivering = true;
    expect(cluster.runUntil(600).ready).toBe(5);
  });

  test('loses nodes with the pods on them', () => {
    const { cluster, nodes } = clusterOn({ initialNodes: 2 }, 4);
    const lost = nodes.lose(1);
    expect(lost).toHaveLength(2);
    cluster.controller.lose(lost);
    expect([nodes.count.value, cluster.ready]).toEqual([1, 2]);
    expect(cluster.runUntil(30).ready).toBe(4);
  });

  test('never orders a node for a pod that fits on none', () => {
    const { cluster, nodes } = clusterOn({ cpuMilli: 400 }, 0);
    cluster.controller.scale(1, 'hpa', '');
    cluster.runUntil(500);
    expect(nodes.count.value).toBe(1);
  });

  test('packs by memory, by pods per node and by what init containers and pod-level requests ask for', () => {
    const [container] = workload('any').containers;
    const fits = (pool: Partial<NodePool>, overrides: Partial<Workload> = {}) => {
      const { cluster } = clusterOn({ ...pool, maxNodes: 1 }, 0, overrides);
      cluster.controller.scale(10, 'hpa', '');
      return cluster.runUntil(60).ready;
    };
    expect(fits({})).toBe(4);
    expect(fits({ memoryBytes: 2 ** 29 })).toBe(2);
    expect(fits({ podsPerNode: 3 })).toBe(3);
    expect(fits({}, { containers: [container, { ...container, name: 'load', kind: 'init', cpuRequestMilli: 1500 }] })).toBe(1);
    expect(fits({}, { podLevelRequests: { cpuMilli: 1000 } })).toBe(2);
  });
});
