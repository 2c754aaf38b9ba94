import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { PodUsage } from '../../../../lib/simulator/engine/metrics/pod-usage';
import { type Traffic, type Workload } from '../../../../lib/simulator/world/world';
import { rates, SERVICE, tokenService, workload } from '../../worlds';
import { Cluster } from '../cluster/clusters';

function observed(overrides: Partial<Workload>, traffic: Traffic) {
  const cluster = new Cluster(overrides, new EventQueue(), undefined, traffic);
  return { cluster, usage: new PodUsage(workload('served', overrides), cluster.bench.station) };
}

describe('PodUsage', () => {
  const containers = [
    { name: 'app', loadShare: 0.75, idleCpuMilli: 10, idleMemoryBytes: 1000 },
    { name: 'proxy', kind: 'sidecar', loadShare: 0.25, idleCpuMilli: 5, idleMemoryBytes: 500 },
    { name: 'load', kind: 'init', loadShare: 0, idleCpuMilli: 99, idleMemoryBytes: 99 },
  ] as const;

  test('splits load among containers, on top of what each uses anyway; init containers are over', () => {
    const { usage } = observed({ containers }, rates([0], 1));
    expect(usage.cpuMilli(undefined, 0.2)).toBeCloseTo(215, 9);
    expect(usage.cpuMilli('app', 0.2)).toBeCloseTo(160, 9);
    expect(usage.cpuMilli('proxy', 0.2)).toBeCloseTo(55, 9);
    expect(usage.containerBytes(undefined, 400)).toBe(1900);
    expect(usage.containerBytes('proxy', 400)).toBe(600);
  });

  test('includes requests in service in memory and CPU', () => {
    const service = { ...SERVICE, time: { kind: 'deterministic', value: 10 }, concurrency: 4, memoryBytesPerRequest: 100, cpuSecondsPerRequest: 5 } as const;
    const { cluster, usage } = observed({ containers, service }, { kind: 'requests', at: Float64Array.of(1, 2) });
    cluster.controller.begin(1);
    cluster.runUntil(4);
    const [pod] = cluster.controller.pods;
    expect(usage.memoryBytes(pod)).toBe(1700);
    expect(usage.loadSeconds(pod, 4)).toBeCloseTo(0.5 * (3 + 2), 9);
  });

  test('counts a model server as busy while it has any request', () => {
    const fixed = (value: number) => ({ kind: 'deterministic', value } as const);
    const service = tokenService({ perInputToken: 0, perOutputToken: 1, perRequest: 0, maxNumSeqs: 4 }, {
      inputTokens: fixed(1), outputTokens: fixed(3), cpuCoresWhenBusy: 2,
    });
    const { cluster, usage } = observed({ service }, { kind: 'requests', at: Float64Array.of(1, 2, 8) });
    cluster.controller.begin(1);
    cluster.runUntil(9);
    expect(usage.loadSeconds(cluster.controller.pods[0], 9)).toBeCloseTo(2 * (5 + 1), 9);
  });

  test('takes no cpu for a service without service time', () => {
    const service = { ...SERVICE, time: { kind: 'deterministic', value: 0 } } as const;
    const { cluster, usage } = observed({ service }, rates([10], 10));
    cluster.controller.begin(1);
    cluster.runUntil(5);
    expect(usage.loadSeconds(cluster.controller.pods[0], 5)).toBe(0);
  });
});
