import fc from 'fast-check';
import { simulate } from '../../../lib/simulator/engine/simulate';
import { type Balancer, type Fault, type NodePool, type Workload, type World } from '../../../lib/simulator/world/world';
import { cpuHpa, flow, rates, SERVICE, workload, world } from '../worlds';

const GIB = 2 ** 30;
const SECONDS = 240;
const fixed = (value: number) => ({ kind: 'deterministic', value }) as const;
const PROBE = { periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 2, successThreshold: 1 };
const POOL: NodePool = {
  name: 'small', cpuMilli: 2000, memoryBytes: 8 * GIB, podsPerNode: 10, initialNodes: 1, minNodes: 0, maxNodes: 4,
  provisioning: fixed(20), scanSeconds: 10, removeEmptyAfterSeconds: 30, pricePerNodeHour: 1,
};

const settings = fc.record({
  seed: fc.nat(1000), rates: fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 5 }),
  balancer: fc.constantFrom<Balancer>({ kind: 'shared-queue' }, { kind: 'random' }, { kind: 'round-robin' }, { kind: 'least-requests' }),
  cpuLimitMilli: fc.constantFrom(undefined, 100, 300),
  warmUp: fc.constantFrom(undefined, { factor: 3, seconds: 60 }),
  probes: fc.constantFrom(undefined, { readiness: PROBE }, { readiness: PROBE, liveness: { ...PROBE, failureThreshold: 3 } }),
  retries: fc.constantFrom(undefined, 0.2, 1), attempts: fc.integer({ min: 2, max: 4 }), isInPool: fc.boolean(),
  timeoutSeconds: fc.constantFrom(1, 5, Infinity),
  drain: fc.record({
    preStopSeconds: fc.constantFrom(0, 5, 40), graceSeconds: fc.constantFrom(0, 10, 60), endpointRemovalSeconds: fc.constantFrom(0, 3, 15),
    finishesOnTerm: fc.boolean(),
  }),
  scales: fc.array(fc.record({ at: fc.nat(SECONDS - 1), replicas: fc.integer({ min: 1, max: 6 }) }), { maxLength: 3 }),
  crash: fc.option(fc.nat(SECONDS - 1)), isScaled: fc.boolean(),
});

type Settings = typeof settings extends fc.Arbitrary<infer T> ? T : never;

function build(each: Settings): World {
  const [container] = workload('web').containers;
  const web: Workload = workload('web', {
    balancer: each.balancer, drain: each.drain, service: { ...SERVICE, timeoutSeconds: each.timeoutSeconds },
    startUp: { ...workload('web').startUp, ...(each.warmUp && { warmUp: each.warmUp }) },
    containers: [{ ...container, ...(each.cpuLimitMilli !== undefined && { cpuLimitMilli: each.cpuLimitMilli }) }],
    ...(each.probes && { probes: each.probes }),
    ...(each.isInPool && { nodePool: POOL.name }),
    ...(each.isScaled && { autoscaler: cpuHpa(50, 1, 6) }),
  });
  const traffic = rates(each.rates, SECONDS / each.rates.length);
  const retries = each.retries === undefined
    ? undefined
    : { attempts: each.attempts, backoffSeconds: 0.2, maxBackoffSeconds: 5, jitter: 1, ...(each.retries < 1 && { budget: each.retries }) };
  const faults: Fault[] = each.scales.map(({ at, replicas }) => ({ kind: 'scale', at, workload: web.id, replicas }));
  if (each.crash !== null) faults.push({ kind: 'pod-crash', at: each.crash, workload: web.id, pods: 1, backoffSeconds: 10 });
  return world(SECONDS, traffic, [web], {
    seed: each.seed, flows: [flow(traffic, [web], retries && { retries })], nodePools: each.isInPool ? [POOL] : [], faults,
  });
}

describe('with limits, nodes, retries, probes, warm-up and late endpoints', () => {
  test('each request is served, lost or in flight, and each attempt reaches the workload or still waits to be sent', () => {
    fc.assert(fc.property(settings, (each) => {
      const { flows: [{ counters, attempts, latency }], workloads: [web] } = simulate(build(each));
      for (const { arrived, served, timedOut, killed, refused, inFlight } of [counters, web.counters]) {
        expect(served + timedOut + killed + refused + inFlight).toBe(arrived);
        expect(Math.min(served, timedOut, killed, refused, inFlight)).toBeGreaterThanOrEqual(0);
      }
      expect(latency.count).toBe(counters.served);
      expect(web.counters.served).toBe(counters.served);
      expect(attempts - web.counters.arrived).toBeGreaterThanOrEqual(0);
      expect(attempts - web.counters.arrived).toBeLessThanOrEqual(counters.inFlight);
      expect(attempts).toBeGreaterThanOrEqual(counters.arrived);
      expect(attempts).toBeLessThanOrEqual(counters.arrived * (each.retries === undefined ? 1 : each.attempts));
    }), { seed: 3, numRuns: 30 });
  });

  test('the cost is the lifetime of the pods, which terminate within their grace period', () => {
    fc.assert(fc.property(settings, (each) => {
      const { workloads: [web] } = simulate(build(each));
      const terminating = web.replicaSeconds - web.activeSeconds;
      expect(terminating).toBeGreaterThanOrEqual(-1e-6);
      // The kubelet leaves two seconds after a preStop hook that takes the whole grace period.
      const { graceSeconds, preStopSeconds } = each.drain;
      const longest = graceSeconds === 0 ? 0 : Math.max(graceSeconds, Math.min(preStopSeconds, graceSeconds) + 2);
      expect(terminating).toBeLessThanOrEqual(web.pods.deleted * longest + 1e-6);
      const current = web.series.current.reduce((sum, count) => sum + count, 0) * SECONDS / web.series.length;
      expect(Math.abs(web.activeSeconds - current)).toBeLessThanOrEqual((web.pods.deleted + web.pods.created) * SECONDS / web.series.length);
      expect(web.readySeconds).toBeLessThanOrEqual(web.activeSeconds + 1e-6);
      expect(web.busySlotSeconds).toBeLessThanOrEqual(web.replicaSeconds * SERVICE.concurrency + 1e-6);
      if (web.cpu && each.cpuLimitMilli !== undefined) {
        expect(web.cpu.coreSeconds).toBeLessThanOrEqual(web.replicaSeconds * each.cpuLimitMilli / 1000 * 1.01 + 0.1 * web.pods.created + 1);
        expect(web.cpu.throttledSeconds).toBeLessThanOrEqual(web.cpu.busySeconds + 1e-6);
      }
    }), { seed: 4, numRuns: 30 });
  });
});
