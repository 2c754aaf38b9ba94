import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type Run } from '../../../../lib/simulator/run/run';
import { type Balancer, type Workload } from '../../../../lib/simulator/world/world';
import { cpuHpa, flow, rates, SERVICE, workload, world } from '../../worlds';

const BALANCERS: readonly Balancer[] = [
  { kind: 'shared-queue' }, { kind: 'random' }, { kind: 'round-robin' }, { kind: 'least-requests' },
  { kind: 'connections', connections: 20, lifetimeSeconds: 60 }, { kind: 'partitions', partitions: 12 },
];
const HASTY = { ...SERVICE, concurrency: 2, time: { kind: 'lognormal', mean: 0.2, cv: 1 }, timeoutSeconds: 0.5, queueLimit: 20 } as const;

/** Two flows through three workloads that are too small at first, with a crash. */
function run(overrides: Partial<Workload>): Run {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => workload(name, { autoscaler: cpuHpa(60, 2, 6), ...overrides }));
  const traffic = rates([5, 60, 20, 0, 40], 120);
  return simulate(world(600, traffic, [a, b, c], {
    flows: [
      flow(traffic, [], { stages: [{ workload: a.id }, { workload: b.id, probability: 0.5 }, { workload: c.id }] }),
      flow(rates([3], 600), [a, c], { name: 'others' }),
    ],
    faults: [{ kind: 'pod-crash', workload: b.id, at: 200, pods: 1, backoffSeconds: 10 }],
  }));
}

/** A run without its world, as text. */
function figures({ world: _, ...rest }: Run): string {
  return JSON.stringify(rest);
}

describe('SlotLoop', () => {
  it.each(BALANCERS.map((balancer) => [balancer.kind, balancer] as const))('plays requests of the balancer %s as the loop for any request does', (_, balancer) => {
    for (const service of [SERVICE, HASTY, { ...HASTY, time: { kind: 'deterministic', value: 0.2 } } as const]) {
      // Pods that warm up take the general loop; with a factor of 1 they are as fast as any other.
      const { startUp } = workload('any');
      const general = run({ balancer, service, startUp: { ...startUp, warmUp: { factor: 1, seconds: 30 } } });
      expect(figures(run({ balancer, service }))).toBe(figures(general));
      expect(general.requestStages).toBeGreaterThan(20_000);
    }
  });

  it('counts refusals and timeouts', () => {
    const { workloads } = run({ service: HASTY, balancer: { kind: 'random' } });
    const total = (count: 'refused' | 'timedOut' | 'killed'): number => workloads.reduce((sum, { counters }) => sum + counters[count], 0);
    expect([total('refused'), total('timedOut'), total('killed')].map((each) => each > 0)).toEqual([true, true, true]);
  });
});
