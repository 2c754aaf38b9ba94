import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type Workload, type World } from '../../../../lib/simulator/world/world';
import { type Run } from '../../../../lib/simulator/run/run';
import { cpuHpa, flow, rates, replicas, SERVICE, tokenService, workload, world } from '../../worlds';

const HOUR = 3600;

function byMethod(make: (overrides: Partial<World>) => World): { readonly flows: Run; readonly requests: Run } {
  return { flows: simulate(make({ method: 'flows' })), requests: simulate(make({ method: 'requests' })) };
}

/** Seven pods at a load of 0.71. */
function steady(overrides: Partial<Workload>): { readonly flows: Run; readonly requests: Run } {
  return byMethod((method) => world(1200, rates([50], 1200), [workload('web', { ...replicas(7), ...overrides })], method));
}

/** Quotient of a figure by flows and by requests. */
function ratio({ flows, requests }: { readonly flows: Run; readonly requests: Run }, figure: (run: Run) => number): number {
  return figure(flows) / figure(requests);
}

function sums({ flows: [{ counters }], workloads: [{ counters: atWorkload }] }: Run): number[] {
  return [counters, atWorkload].map(({ arrived, served, timedOut, killed, refused, inFlight }) => arrived - served - timedOut - killed - refused - inFlight);
}

describe('method flows', () => {
  test.each(['shared-queue', 'random', 'round-robin', 'least-requests'] as const)('has the latencies of single requests with the balancer %s', (kind) => {
    const runs = steady({ balancer: { kind } });
    for (const share of [0.5, 0.95, 0.99]) expect(Math.abs(ratio(runs, ({ flows: [{ latency }] }) => latency.quantile(share)) - 1)).toBeLessThan(0.12);
  });

  test('scales as with single requests', () => {
    const waves = rates([10, 30, 50, 30, 10, 5], 600);
    const runs = byMethod((method) => world(HOUR, waves, [workload('web', { autoscaler: cpuHpa(60, 2, 30) })], method));
    expect(ratio(runs, ({ workloads: [{ replicaSeconds }] }) => replicaSeconds)).toBeCloseTo(1, 1);
  });

  test('accounts for every request, timeouts and refusals included', () => {
    const service = { ...SERVICE, timeoutSeconds: 2, queueLimit: 15 };
    const { flows } = byMethod((method) => world(900, rates([10, 90, 10], 300), [workload('web', { balancer: { kind: 'random' }, service })], method));
    expect(sums(flows)).toEqual([0, 0]);
    expect(flows.flows[0].counters.refused + flows.flows[0].counters.timedOut).toBeGreaterThan(5_000);
    expect(flows.flows[0].latency.count).toBe(flows.flows[0].counters.served);
  });

  test('keeps the latencies of a chain', () => {
    const runs = byMethod((method) => world(900, rates([50], 900), ['a', 'b'].map((name) => workload(name, { ...replicas(8), balancer: { kind: 'random' } })), method));
    expect(Math.abs(ratio(runs, ({ flows: [{ latency }] }) => latency.quantile(0.95)) - 1)).toBeLessThan(0.12);
    expect(runs.flows.flows[0].counters.inFlight).toBeLessThan(100);
  });

  test('gives equal runs for equal worlds', () => {
    const once = (): unknown => JSON.parse(JSON.stringify(simulate(world(600, rates([40], 600), [workload('web', { autoscaler: cpuHpa(60, 2, 30) })], { method: 'flows' }))));
    expect(once()).toEqual(once());
  });

  test('sends what arrives without a pod into the queue, or refuses it', () => {
    const without = (kind: 'shared-queue' | 'random'): Run => simulate(world(60, rates([10], 60), [workload('web', { ...replicas(0), balancer: { kind } })], { method: 'flows' }));
    const [{ counters: queued }] = without('shared-queue').flows;
    const [{ counters: refused }] = without('random').flows;
    expect(queued.inFlight).toBe(queued.arrived);
    expect(refused.refused).toBe(refused.arrived);
  });

  test('refuses what it does not simulate, with its name', () => {
    const web = workload('web');
    const retries = { attempts: 3, backoffSeconds: 1, maxBackoffSeconds: 10, jitter: 1 };
    const cases: ReadonlyArray<readonly [Partial<World>, string]> = [
      [{ flows: [flow(rates([1], 60), [web], { retries })] }, "flow 'users' has retries"],
      [{ workloads: [workload('web', { service: tokenService() })] }, "workload 'web' has a token model"],
      [{ workloads: [workload('web', { balancer: { kind: 'connections', connections: 5, lifetimeSeconds: 60 } })] }, "workload 'web' has balancer.connections"],
    ];
    for (const [overrides, text] of cases) {
      expect(() => simulate(world(60, rates([1], 60), [web], { method: 'flows', ...overrides }))).toThrow(`${text}, which method flows does not simulate; use method requests`);
    }
  });
});
