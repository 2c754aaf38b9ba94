import { simulate } from '../../../lib/simulator/engine/simulate';
import { type Fault, type Workload, type World } from '../../../lib/simulator/world/world';
import { rates, replicas, SERVICE, workload, world } from '../worlds';

describe('faults', () => {
  const id = 'default/Deployment/api';
  const run = (faults: Fault[], overrides: Partial<Workload> = {}, more: Partial<World> = {}) => (
    simulate(world(600, rates([10], 600, 'even'), [workload('api', { ...replicas(3), ...overrides })], { faults, ...more }))
  );

  test('a crash kills requests and makes pods unready until they have restarted', () => {
    const busy = { service: { ...SERVICE, time: { kind: 'deterministic', value: 0.25 } } } as const;
    const [{ counters, pods, series }] = run([{ kind: 'pod-crash', workload: id, at: 100.05, pods: 2, backoffSeconds: 10 }], busy).workloads;
    expect([1, 2]).toContain(counters.killed);
    expect(pods.restarts).toBe(2);
    expect([series.ready[99], series.ready[110], series.ready[120]]).toEqual([3, 1, 3]);
  });

  test('a rollout replaces every pod', () => {
    const [{ pods, series }] = run([{ kind: 'rollout', workload: id, at: 100 }]).workloads;
    expect([pods.created, pods.deleted]).toEqual([6, 3]);
    expect(Math.max(...series.current)).toBe(4);
  });

  test('slow service makes requests slower during the fault', () => {
    const { series } = run([{ kind: 'slow-service', workload: id, factor: 2, from: 200, until: 300 }], { service: { ...SERVICE, time: { kind: 'deterministic', value: 0.1 } } }).workloads[0];
    expect([series.p50[199], series.p50[250], series.p50[350]].map((value) => Math.round(value * 100))).toEqual([10, 20, 10]);
  });

  test('slow starts delay pods that are created during the fault', () => {
    const faults: Fault[] = [{ kind: 'slow-start', workload: id, factor: 5, from: 0, until: 200 }, { kind: 'scale', workload: id, at: 100, replicas: 4 }];
    expect(run(faults).workloads[0].pods.startUp.mean).toBe(50);
    expect(run([{ ...faults[0], until: 50 } as Fault, faults[1]]).workloads[0].pods.startUp.mean).toBe(10);
  });

  const nodePools = [{
    name: 'pool', cpuMilli: 500, memoryBytes: 2 ** 40, podsPerNode: 10, initialNodes: 3, minNodes: 0, maxNodes: 6, provisioning: { kind: 'deterministic', value: 60 },
    scanSeconds: 10, removeEmptyAfterSeconds: Infinity, pricePerNodeHour: 6,
  }] as const;

  test('node loss fails requests to its pods until detection, then removes and replaces the pods', () => {
    const loss: Fault = { kind: 'node-loss', nodePool: 'pool', at: 100, nodes: 1, detectionSeconds: 50, evictionSeconds: 100 };
    const { workloads: [{ series, counters }] } = run([loss], { nodePool: 'pool', balancer: { kind: 'random' } }, { nodePools });
    expect([series.ready[99], series.ready[149], series.ready[200], series.ready[249], series.ready[400]]).toEqual([3, 3, 2, 2, 3]);
    const failed = (from: number, until: number): number => series.failed.subarray(from, until).reduce((sum, each) => sum + each, 0);
    expect(failed(100, 150)).toBeGreaterThan(0.2 * 50 * series.demand[120]);
    expect(failed(152, 600)).toBe(0);
    expect(counters.refused).toBeGreaterThan(0);
  });

  test('a deleted node removes its pods at once, until another node is ready', () => {
    const loss: Fault = { kind: 'node-loss', nodePool: 'pool', at: 100, nodes: 1, detectionSeconds: 0, evictionSeconds: 0 };
    const { workloads: [{ series }], nodePools: [pool] } = run([loss], { nodePool: 'pool' }, { nodePools });
    expect([series.ready[99], series.ready[150], series.ready[200]]).toEqual([3, 2, 3]);
    expect([pool.nodes[99], pool.nodes[150], pool.nodes[200], pool.peakNodes]).toEqual([3, 2, 3, 3]);
    expect(pool.nodeSeconds).toBeCloseTo(3 * 600 - 70, -1);
    expect(pool.cost).toBeCloseTo(pool.nodeSeconds / 600, 9);
  });

  test('pods stay pending while the provider has no nodes', () => {
    const faults: Fault[] = [{ kind: 'no-nodes', nodePool: 'pool', from: 0, until: 300 }, { kind: 'scale', workload: id, at: 100, replicas: 4 }];
    const { series } = run(faults, { nodePool: 'pool' }, { nodePools }).workloads[0];
    expect([series.ready[299], series.ready[400]]).toEqual([3, 4]);
  });

  test('requests that a scale-down kills are counted, and none with a grace period that is long enough', () => {
    const killed = (graceSeconds: number) => run(
      [{ kind: 'scale', workload: id, at: 300, replicas: 1 }],
      { balancer: { kind: 'round-robin' }, drain: { ...workload('any').drain, graceSeconds }, service: { ...SERVICE, concurrency: 40, time: { kind: 'deterministic', value: 5 } } },
    ).workloads[0].counters.killed;
    expect(killed(2)).toBeGreaterThan(10);
    expect(killed(10)).toBe(0);
  });
});
