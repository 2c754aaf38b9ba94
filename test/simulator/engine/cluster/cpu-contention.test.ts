import * as fc from 'fast-check';
import { divideCpu } from '../../../../lib/simulator/engine/cluster/cpu-contention';
import { simulate } from '../../../../lib/simulator/engine/simulate';
import { rates, replicas, SERVICE, workload, world } from '../../worlds';

describe('divideCpu', () => {
  test('gives each pod what it wants while the node has enough', () => {
    expect(divideCpu(1000, [{ wanted: 600, request: 100 }, { wanted: 400, request: 100 }])).toEqual([600, 400]);
  });

  test('divides a short node in proportion to the requests', () => {
    expect(divideCpu(1000, [{ wanted: 900, request: 100 }, { wanted: 900, request: 300 }])).toEqual([250, 750]);
  });

  test('gives the unused share of one pod to the others', () => {
    expect(divideCpu(1000, [{ wanted: 100, request: 500 }, { wanted: 900, request: 100 }, { wanted: 900, request: 200 }])).toEqual([100, 300, 600]);
  });

  test('uses the whole node, and gives no pod more than it wants', () => {
    const demand = fc.record({ wanted: fc.integer({ min: 0, max: 4000 }), request: fc.integer({ min: 2, max: 2000 }) });
    fc.assert(fc.property(fc.integer({ min: 100, max: 8000 }), fc.array(demand, { minLength: 1, maxLength: 8 }), (capacity, demands) => {
      const shares = divideCpu(capacity, demands);
      const wanted = demands.reduce((sum, each) => sum + each.wanted, 0);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(Math.min(capacity, wanted), 6);
      shares.forEach((share, position) => expect(share).toBeLessThanOrEqual(demands[position].wanted + 1e-9));
    }));
  });
});

describe('a node whose pods want more CPU than it has', () => {
  const POOL = {
    name: 'pool', cpuMilli: 2000, memoryBytes: 2 ** 36, podsPerNode: 110, initialNodes: 1, minNodes: 1, maxNodes: 1, provisioning: { kind: 'deterministic', value: 60 },
    scanSeconds: Infinity, removeEmptyAfterSeconds: Infinity, pricePerNodeHour: 0,
  } as const;
  const busy = (name: string, cpuRequestMilli: number) => workload(name, {
    ...replicas(1), nodePool: 'pool',
    containers: [{ name, cpuRequestMilli, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 }],
    service: { ...SERVICE, time: { kind: 'deterministic', value: 1 }, concurrency: 4, cpuSecondsPerRequest: 1, timeoutSeconds: 10 },
  });

  test('slows them down in proportion to their requests', () => {
    const workloads = [busy('large', 900), busy('small', 300)];
    const given = world(600, rates([6], 600), workloads, { nodePools: [POOL] });
    const traffic = rates([6], 600);
    const slo = { latencySeconds: 5, objective: 0.9 };
    const run = simulate({ ...given, flows: workloads.map(({ id, name }) => ({ name, traffic, stages: [{ workload: id }], slo })) });
    const [large, small] = run.workloads.map(({ cpu }) => cpu!.coreSeconds / 600);
    expect(large + small).toBeCloseTo(2, 1);
    expect(large / small).toBeCloseTo(3, 0);
    expect(run.workloads[0].cpu!.contendedSeconds).toBeGreaterThan(500);
  });
});
