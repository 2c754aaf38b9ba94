import { simulate } from '../../../../lib/simulator/engine/simulate';
import { type Drain, type Workload } from '../../../../lib/simulator/world/world';
import { rates, replicas, SERVICE, workload, world } from '../../worlds';

const DRAIN: Drain = { preStopSeconds: 0, graceSeconds: 30, endpointRemovalSeconds: 4, finishesOnTerm: false };

/** Five of ten pods end at 50 s, under 100 requests a second. */
function refusedWith(drain: Partial<Drain>, overrides: Partial<Workload> = {}): number {
  const web = workload('web', {
    ...replicas(10), balancer: { kind: 'random' }, drain: { ...DRAIN, ...drain }, service: { ...SERVICE, time: { kind: 'deterministic', value: 0.01 }, concurrency: 8 }, ...overrides,
  });
  const run = simulate(world(100, rates([100], 100), [web], { faults: [{ kind: 'scale', at: 50, workload: web.id, replicas: 5 }] }));
  return run.workloads[0].counters.refused;
}

describe('a pod that is being deleted', () => {
  test('receives requests until every balancer has removed its endpoint: rate / pods × delay requests are refused', () => {
    // 100 requests a second over 10 endpoints, 5 of which are dead for 4 s.
    expect(refusedWith({})).toBeGreaterThan(150);
    expect(refusedWith({})).toBeLessThan(250);
  });

  test('receives requests whether its process handles SIGTERM or not', () => {
    expect(refusedWith({ finishesOnTerm: true })).toBeGreaterThan(150);
  });

  test('refuses less by each second of preStop sleep, and nothing once that outlasts the endpoint', () => {
    const [none, half, whole] = [0, 2, 4].map((preStopSeconds) => refusedWith({ preStopSeconds }));
    expect(half / none).toBeGreaterThan(0.35);
    expect(half / none).toBeLessThan(0.65);
    expect(whole).toBe(0);
  });

  test('costs until it has terminated', () => {
    const web = workload('web', { ...replicas(10), balancer: { kind: 'random' }, drain: { ...DRAIN, preStopSeconds: 20 } });
    const run = simulate(world(100, rates([1], 100), [web], { faults: [{ kind: 'scale', at: 50, workload: web.id, replicas: 5 }] }));
    expect(run.workloads[0].replicaSeconds).toBeCloseTo(10 * 50 + 5 * 50 + 5 * 20, 6);
    expect(run.workloads[0].activeSeconds).toBeCloseTo(10 * 50 + 5 * 50, 6);
    expect(run.workloads[0].cost).toBeCloseTo(850 / 3600, 9);
  });
});

describe('probes that wait for a slot', () => {
  const PROBE = { periodSeconds: 5, timeoutSeconds: 1, failureThreshold: 2, successThreshold: 1 };
  const probed = (probes: Workload['probes'], perSecond: number) => {
    const web = workload('web', { ...replicas(2), balancer: { kind: 'random' }, service: { ...SERVICE, timeoutSeconds: 4 }, ...(probes && { probes }), drain: { ...DRAIN, endpointRemovalSeconds: 1 } });
    return simulate(world(300, rates([perSecond, 2], 150), [web])).workloads[0];
  };

  test('pass while the pod has free slots', () => {
    const result = probed({ readiness: PROBE, liveness: PROBE }, 4);
    expect(result.readySeconds).toBeCloseTo(600, 6);
    expect(result.pods.restarts).toBe(0);
  });

  test('mark an overloaded pod unready, and ready again after its backlog', () => {
    const result = probed({ readiness: PROBE }, 30);
    expect(result.readySeconds).toBeLessThan(560);
    expect(result.series.ready[295]).toBe(2);
    expect(result.counters.refused).toBeGreaterThan(probed(undefined, 30).counters.refused);
    expect(result.pods.restarts).toBe(0);
  });

  test('restart an overloaded container where the liveness probe fails', () => {
    const result = probed({ liveness: PROBE }, 30);
    expect(result.pods.restarts).toBeGreaterThan(0);
    expect(result.counters.killed).toBeGreaterThan(0);
  });
});

describe('a pod that warms up', () => {
  test('takes longer for requests, by a factor that falls to 1 within the time', () => {
    const latencyWith = (warmUp?: { factor: number; seconds: number }): ArrayLike<number> => {
      const base = workload('web');
      const web = workload('web', {
        ...replicas(0), startUp: { ...base.startUp, ...(warmUp && { warmUp }) }, service: { ...SERVICE, time: { kind: 'deterministic', value: 0.1 }, concurrency: 50 }, balancer: { kind: 'random' },
      });
      const run = simulate(world(200, rates([20], 200, 'even'), [web], { faults: [{ kind: 'scale', at: 0, workload: web.id, replicas: 1 }] }));
      return run.workloads[0].series.p50;
    };
    const [cold, warm] = [latencyWith({ factor: 3, seconds: 60 }), latencyWith()];
    expect(cold[11] / warm[11]).toBeGreaterThan(2.8);
    expect(cold[40] / warm[40]).toBeCloseTo(2, 0);
    expect(cold[80]).toBe(warm[80]);
  });
});
