import * as fc from 'fast-check';
import { passAt, simulate } from '../../../lib/simulator/engine/simulate';
import { type Run } from '../../../lib/simulator/run/run';
import { type ScalingPolicyRule } from '../../../lib/hpa';
import { type Balancer, type Fault, type Traffic, type Workload, type World } from '../../../lib/simulator/world/world';
import { cpuHpa, flow, rates, replicas, SERVICE, workload, world } from '../worlds';

/** Everything in a run that is data, without the world that went in. */
function bytes({ world: _, ...run }: Run): string {
  return JSON.stringify(run, (__, value) => (ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value));
}

const chain = ['input', 'retrieval', 'generation'].map((name) => workload(name, { autoscaler: cpuHpa(50, 1, 10), balancer: { kind: 'least-requests' } }));
const peak = rates([5, 30, 5], 300);

describe('simulate', () => {
  test('gives the same run for the same world, to the byte', () => {
    expect(bytes(simulate(world(900, peak, chain)))).toBe(bytes(simulate(world(900, peak, chain))));
  });

  test('gives another run for another seed', () => {
    expect(bytes(simulate(world(900, peak, chain, { seed: 2 })))).not.toBe(bytes(simulate(world(900, peak, chain))));
  });

  test('changes nothing in a workload when another one is added', () => {
    const others = world(900, peak, [...chain, workload('other', { autoscaler: cpuHpa(50, 1, 10) })], { flows: [flow(peak, chain)] });
    expect(simulate(others).workloads.slice(0, 3).map((result) => JSON.stringify(result))).toEqual(
      simulate(world(900, peak, chain)).workloads.map((result) => JSON.stringify(result)),
    );
  });

  test('adds the stages of a chain up to the end-to-end latency', () => {
    const run = simulate(world(300, rates([5], 300), chain.map((each) => ({ ...each, ...replicas(3) }))));
    const [{ counters, latency }] = run.flows;
    expect(counters.arrived).toBe(run.workloads[0].counters.arrived);
    expect(run.workloads[1].counters.arrived).toBe(run.workloads[0].counters.served);
    expect(counters.served).toBe(run.workloads[2].counters.served);
    const sum = run.workloads.reduce((total, result) => total + result.latency.mean, 0);
    expect(latency.mean / sum).toBeCloseTo(1, 2);
    expect(run.requestStages).toBe(run.workloads.reduce((total, result) => total + result.counters.arrived, 0));
  });

  test('overload fills the queue at the excess rate, and recovery empties it', () => {
    const even = workload('api', { ...replicas(1), service: { ...SERVICE, time: { kind: 'deterministic', value: 0.1 } } });
    const { series, counters } = simulate(world(600, rates([15, 0], 300, 'even'), [even])).workloads[0];
    expect(series.queue[299]).toBeCloseTo(5 * 299.5, -1);
    expect(series.queue[400]).toBeCloseTo(1500 - 10 * 100.5, -1);
    expect(series.queue[460]).toBe(0);
    expect(series.utilization[100]).toBeCloseTo(1, 6);
    expect(counters).toMatchObject({ served: counters.arrived, inFlight: 0 });
  });

  test('counts a request that is later than the SLO', () => {
    const slo = { latencySeconds: 0.15, objective: 0.9 };
    const slow = workload('api', { ...replicas(1), slo, service: { ...SERVICE, time: { kind: 'empirical', samples: [0.1, 0.2] } } });
    const run = simulate(world(1000, rates([0.5], 1000), [slow], { flows: [flow(rates([0.5], 1000), [slow], { slo })] }));
    const { late, served } = run.flows[0].counters;
    expect(run.workloads[0].counters.late).toBe(late);
    expect(late / served).toBeGreaterThan(0.4);
    expect(late / served).toBeLessThan(0.65);
    expect(run.flows[0].minutes.late.reduce((sum, count) => sum + count)).toBe(late);
  });

  test('answers a request that skips every stage at once', () => {
    const run = simulate(world(10, peak, chain, { flows: [flow(rates([10], 10, 'counted'), [], { stages: [{ workload: chain[0].id, probability: 0 }] })] }));
    expect(run.flows[0].counters).toMatchObject({ arrived: 100, served: 100 });
    expect(run.flows[0].latency.max).toBe(0);
  });

  test('reports progress', () => {
    const shares: number[] = [];
    simulate(world(10, peak, chain), { onProgress: (share) => shares.push(share) });
    expect(shares).toEqual([...shares].sort((one, other) => one - other));
    expect(shares[shares.length - 1]).toBe(1);
  });

  test('ends at exactly the given second', () => {
    fc.assert(fc.property(fc.double({ min: 0.5, max: 5000, noNaN: true }), (seconds) => {
      const { workloads: [{ replicaSeconds, series }] } = simulate(world(seconds, rates([0.1], 10_000), [workload('api', replicas(2))]));
      expect(replicaSeconds).toBeCloseTo(2 * seconds, 6);
      expect(series.length).toBe(Math.ceil(seconds));
    }), { numRuns: 25 });
  });

  test('switches to batches above its limit and says so', () => {
    const many = world(600, rates([50], 600, 'counted'), [workload('api', replicas(10))], { limits: { maxRequestStages: 5000, maxSeriesPoints: 100 } });
    const run = simulate(many);
    expect(run.method).toMatchObject({ kind: 'batches', batchSize: 6, expectedStages: 30_000, limit: 5000 });
    expect(run.assumptions).toContain(run.method.error);
    expect(run.flows[0].counters.arrived).toBe(30_000);
    expect(run.workloads[0].busySlotSeconds / 3000).toBeCloseTo(1, 1);
  });

  test('counts cost, replicas and pods', () => {
    const api = workload('api', { ...replicas(3), pricePerReplicaHour: 2 });
    const faults: Fault[] = [{ kind: 'scale', workload: api.id, at: 1800, replicas: 5 }];
    const [result] = simulate(world(3600, rates([1], 3600), [api], { faults })).workloads;
    expect(result.replicaSeconds).toBe(3 * 1800 + 5 * 1800);
    expect(result.readySeconds).toBe(3 * 1800 + 5 * 1800 - 2 * 10);
    expect(result.slotSeconds).toBe(result.readySeconds);
    expect([result.cost, result.peakReplicas, result.pods.created, result.pods.startUp.mean]).toEqual([8, 5, 5, 10]);
  });
});

describe('passAt', () => {
  test('shows the last pass at or before a time, with all that the controller saw', () => {
    const some = world(900, peak, chain);
    const { passes } = simulate(some).workloads[1];
    const pass = passAt(some, chain[1].id, 500)!;
    const index = passes!.seconds.filter((seconds) => seconds <= 500).length - 1;
    expect(pass.seconds).toBe(passes!.seconds[index]);
    expect(pass.result.replicas).toBe(passes!.desiredReplicas[index]);
    expect(pass.observation.pods.length).toBeGreaterThan(0);
  });

  test('is undefined before the first pass and for a workload without an autoscaler', () => {
    const some = world(900, peak, [chain[0], workload('still')]);
    expect(passAt(some, chain[0].id, 4)).toBeUndefined();
    expect(passAt(some, 'default/Deployment/still', 500)).toBeUndefined();
    expect(passAt(some, 'nothing', 500)).toBeUndefined();
  });
});

describe('any world', () => {
  const balancer = fc.constantFrom<Balancer>(
    { kind: 'shared-queue' }, { kind: 'random' }, { kind: 'round-robin' }, { kind: 'least-requests' }, { kind: 'connections', connections: 20, lifetimeSeconds: 60 },
  );
  const policy = fc.record({ type: fc.constantFrom('Pods' as const, 'Percent' as const), value: fc.integer({ min: 1, max: 150 }), periodSeconds: fc.integer({ min: 15, max: 120 }) });
  const direction = fc.record({ stabilizationWindowSeconds: fc.integer({ min: 0, max: 120 }), policies: fc.array(policy, { minLength: 1, maxLength: 2 }) });
  const settings = fc.record({
    seed: fc.nat(1000), rates: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 5 }), balancer, scaleUp: direction, scaleDown: direction,
    minReplicas: fc.integer({ min: 1, max: 3 }), spread: fc.nat(8), timeoutSeconds: fc.constantFrom(2, 20, Infinity), queueLimit: fc.constantFrom(5, Infinity),
    graceSeconds: fc.constantFrom(0, 1, 30), crashes: fc.array(fc.nat(400), { maxLength: 2 }), rollOuts: fc.array(fc.nat(400), { maxLength: 2 }),
  });

  type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

  function build(each: Settings): World {
    const traffic: Traffic = rates(each.rates, 400 / each.rates.length);
    const overrides = (): Partial<Workload> => ({
      replicas: each.minReplicas, balancer: each.balancer, drain: { ...workload('any').drain, graceSeconds: each.graceSeconds, endpointRemovalSeconds: 1 },
      service: { ...SERVICE, timeoutSeconds: each.timeoutSeconds, queueLimit: each.queueLimit },
      autoscaler: {
        kind: 'hpa', name: 'hpa', firstPassSeconds: 5,
        spec: {
          minReplicas: each.minReplicas, maxReplicas: each.minReplicas + each.spread,
          metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } }],
          behavior: { scaleUp: each.scaleUp, scaleDown: each.scaleDown },
        },
      },
    });
    const workloads = [workload('front', overrides()), workload('back', overrides())];
    const faults = [
      ...each.crashes.map((at): Fault => ({ kind: 'pod-crash', workload: workloads[0].id, at, pods: 1, backoffSeconds: 10 })),
      ...each.rollOuts.map((at): Fault => ({ kind: 'rollout', workload: workloads[1].id, at })),
    ];
    return world(400, traffic, workloads, { seed: each.seed, faults });
  }

  test('keeps replicas within bounds, steps within policies, and conserves requests to the last one', () => {
    fc.assert(fc.property(settings, (each) => {
      const run = simulate(build(each));
      for (const result of run.workloads) {
        const { arrived, served, timedOut, killed, refused, inFlight } = result.counters;
        expect(served + timedOut + killed + refused + inFlight).toBe(arrived);
        expect(inFlight).toBeGreaterThanOrEqual(0);
        expect(Math.min(...result.series.desired)).toBeGreaterThanOrEqual(each.minReplicas);
        expect(Math.max(...result.series.desired)).toBeLessThanOrEqual(each.minReplicas + each.spread);
        expectPoliciesKept(result.events, each.scaleUp.policies, 1);
        expectPoliciesKept(result.events, each.scaleDown.policies, -1);
      }
      const { arrived, served, timedOut, killed, refused, inFlight } = run.flows[0].counters;
      expect(served + timedOut + killed + refused + inFlight).toBe(arrived);
      expect(inFlight).toBe(run.workloads.reduce((sum, { counters }) => sum + counters.inFlight, 0));
      expect(run.workloads[1].counters.arrived).toBe(run.workloads[0].counters.served);
    }), { numRuns: 25 });
  });

  /** Within a policy's period the count may have moved by no more than the most generous policy allows. */
  function expectPoliciesKept(events: Run['workloads'][number]['events'], policies: readonly ScalingPolicyRule[], sign: 1 | -1): void {
    for (const [index, { seconds, to }] of events.entries()) {
      const allowed = policies.map(({ type, value, periodSeconds }) => {
        const inPeriod = events.slice(0, index + 1).filter((event) => event.seconds > seconds - periodSeconds);
        const start = inPeriod[0].from;
        if (type === 'Pods') return start + sign * value;
        return sign > 0 ? Math.ceil(start * (1 + value / 100)) : Math.trunc(start * (1 - value / 100));
      });
      const isInDirection = sign * (to - events[index].from) > 0;
      if (isInDirection) expect(sign * to).toBeLessThanOrEqual(Math.max(...allowed.map((bound) => sign * bound)));
    }
  }

  test('never waits longer in total with one pod more, at a fixed count and a shared queue', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60 }), fc.nat(100), (count, rate, seed) => {
      const waiting = (pods: number) => simulate(world(60, rates([rate, 0], 30), [workload('api', replicas(pods))], { seed })).workloads[0];
      const [fewer, more] = [waiting(count), waiting(count + 1)];
      expect(more.counters.arrived).toBe(fewer.counters.arrived);
      expect(more.counters.served).toBeGreaterThanOrEqual(fewer.counters.served);
      expect(more.waiting.max).toBeLessThanOrEqual(fewer.waiting.max + 1e-9);
    }), { numRuns: 30 });
  });
});
