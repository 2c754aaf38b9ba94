import fc from 'fast-check';
import { type Poll } from '../../../../../lib/simulator/engine/autoscalers/keda/keda-loop';
import { Simulation } from '../../../../../lib/simulator/engine/simulation';
import { pollAt, simulate } from '../../../../../lib/simulator/engine/simulate';
import { type Autoscaler, type Fault, type ScaledObjectSpec, type Workload, type World } from '../../../../../lib/simulator/world/world';
import { rates, SERVICE, workload, world } from '../../../worlds';
import { scaledObject, trigger } from './scaled-objects';

const QUEUE = trigger({ metric: 's0-redis-jobs', threshold: 5 });

function keda(spec: Partial<ScaledObjectSpec> = {}, hpaMin = 1, stabilizationWindowSeconds = 60): Autoscaler {
  const object = scaledObject({ triggers: [QUEUE], cooldownSeconds: 120, ...spec });
  const metrics = object.triggers.map(({ metric, threshold }) => (
    { type: 'External' as const, name: metric, target: { type: 'AverageValue' as const, averageValueMilli: threshold * 1000 } }
  ));
  return {
    kind: 'keda', name: 'worker', scaledObject: object, hpa: { name: 'keda-hpa-worker', spec: { minReplicas: hpaMin, maxReplicas: 10, metrics, behavior: { scaleDown: { stabilizationWindowSeconds } } } },
    firstPassSeconds: 5, firstPollSeconds: 0,
  };
}

/** A worker on a queue that is asked for live, asleep at first. */
function worker(autoscaler: Autoscaler, overrides: Partial<Workload> = {}): Workload {
  return workload('worker', {
    replicas: 0, autoscaler, metrics: [{ metric: 's0-redis-jobs', signal: { kind: 'in-flight' }, pipeline: { scrapeSeconds: 0 } }], ...overrides,
  });
}

/** Quiet, ten minutes of ten requests a second, quiet. */
function burst(autoscaler: Autoscaler, faults: readonly Fault[] = [], overrides: Partial<Workload> = {}): World {
  return world(2400, rates([0, 10, 0, 0], 600), [worker(autoscaler, overrides)], { faults });
}

test('a target scales up at the first poll with work, grows with it, and scales to zero in one step after the cooldown', () => {
  const { workloads: [{ events, keda: statistics, counters }] } = simulate(burst(keda({}, 1, 1800)));
  const [first, last] = [events[0], events[events.length - 1]];
  expect(first).toMatchObject({ from: 0, to: 1, by: 'keda', reason: 'KEDAScaleTargetActivated: Scaled from 0 to 1, triggered by s0-redis-jobs' });
  expect(first.seconds).toBe(630);
  expect(events.filter(({ by }) => by === 'hpa').length).toBeGreaterThan(0);
  expect(last).toMatchObject({ to: 0, by: 'keda', reason: expect.stringMatching(/^KEDAScaleTargetDeactivated: Deactivated from \d+ to 0$/) });
  expect(last.seconds).toBe(1350);
  expect(last.from).toBeGreaterThan(1);
  expect(statistics).toEqual({ activations: 1, deactivations: 1, failedPolls: 0, fallbackPolls: 0 });
  expect(counters).toMatchObject({ served: counters.arrived, killed: 0, refused: 0 });
});

describe('an idle count', () => {
  const byKeda = (idleReplicas: number): number[] => {
    const autoscaler = keda({ idleReplicas, minReplicas: 4 }, 4);
    return simulate(burst(autoscaler, [], { replicas: idleReplicas })).workloads[0].events.filter(({ by }) => by === 'keda').map(({ to }) => to);
  };

  test('of 0 is the inactive count, and minReplicaCount the first active one', () => {
    expect(byKeda(0)).toEqual([4, 0]);
  });

  test('above 0 is overridden by the HPA, which knows minReplicaCount only', () => {
    expect(byKeda(1).length).toBeGreaterThan(20);
  });
});

test('a fallback scales an inactive target up at the failure after its threshold, counting polls only', () => {
  const outage: Fault = { kind: 'metric', workload: 'default/Deployment/worker', metric: 'redis', from: 100, until: 400, distortion: { kind: 'missing' } };
  const { workloads: [{ events }] } = simulate(burst(keda({ fallback: { failureThreshold: 3, replicas: 4, behavior: 'static' } }), [outage]));
  // Polls are at whole half minutes.
  expect(events[0]).toMatchObject({ seconds: 210, from: 0, to: 1, by: 'keda' });
});

test('a fallback raises the replicas once a trigger failed too often, and both are counted', () => {
  const faults: Fault[] = [{ kind: 'metric', workload: 'default/Deployment/worker', metric: 'redis', distortion: { kind: 'missing' }, from: 900, until: 1100 }];
  const { workloads: [{ keda: statistics, series }] } = simulate(burst(keda({ triggers: [{ ...QUEUE, threshold: 20 }], fallback: { failureThreshold: 2, replicas: 9, behavior: 'static' } }), faults));
  expect(statistics!.failedPolls).toBe(7);
  expect(statistics!.fallbackPolls).toBeGreaterThan(4);
  expect([890, 1000].map((second) => series.desired[second])).toEqual([2, 9]);
});

describe('an outage of Prometheus', () => {
  const outage: Fault[] = [{ kind: 'prometheus-outage', from: 900, until: 1100 }];
  const prometheus = (ignoreNullValues: boolean) => ({ ...QUEUE, type: 'prometheus', source: { kind: 'prometheus', ignoreNullValues } } as const);

  test('fails prometheus triggers, so that the HPA holds what it has', () => {
    const { workloads: [{ keda: statistics, series }] } = simulate(burst(keda({ triggers: [prometheus(true)] }), outage));
    expect(statistics).toMatchObject({ failedPolls: 7, deactivations: 1 });
    expect(new Set(series.desired.subarray(910, 1100)).size).toBe(1);
  });

  test('does not affect triggers that query a broker', () => {
    expect(simulate(burst(keda(), outage)).workloads[0].keda).toMatchObject({ failedPolls: 0 });
  });

  test('gives zero for an empty result, which scales a busy target to zero unless ignoreNullValues is false', () => {
    const empty: Fault[] = [{ kind: 'metric', workload: 'default/Deployment/worker', metric: '*', distortion: { kind: 'missing' }, from: 700, until: 1100 }];
    const rests = (ignores: boolean): boolean => {
      const { workloads: [{ events }] } = simulate(burst(keda({ triggers: [prometheus(ignores)] }), empty));
      return events.some(({ to, seconds }) => to === 0 && seconds < 1100);
    };
    expect([rests(true), rests(false)]).toEqual([true, false]);
  });
});

test('a cron trigger holds its replicas during its window with any load', () => {
  const cron = trigger({ type: 'cron', metric: 's0-cron', threshold: 1, source: { kind: 'cron', timezone: 'UTC', start: '10 0 * * *', end: '20 0 * * *', desiredReplicas: 5 } });
  const { workloads: [{ series }] } = simulate({ ...burst(keda({ triggers: [cron] })), startEpochSeconds: 0 });
  expect([590, 690, 1190].map((second) => series.desired[second])).toEqual([0, 5, 5]);
  expect(series.desired[2399]).toBe(0);
});

test('returns the last poll before a time, with its readings', () => {
  const poll = pollAt(burst(keda()), 'default/Deployment/worker', 644) as Poll;
  expect(poll).toMatchObject({ seconds: 630, replicas: 0, decision: { replicas: 1 }, triggers: [{ name: 's0-redis-jobs', reading: { isActive: true } }] });
  expect(pollAt(burst({ kind: 'fixed', replicas: 1 }), 'default/Deployment/worker', 644)).toBeUndefined();
});

test('whatever the traffic, replicas stay within the bounds, each rest keeps the cooldown, and requests are conserved', () => {
  const demand = fc.array(fc.constantFrom(0, 0, 3, 20), { minLength: 4, maxLength: 10 });
  fc.assert(fc.property(demand, fc.integer({ min: 30, max: 400 }), fc.nat(1000), (perSecond, cooldownSeconds, seed) => {
    const impatient = worker(keda({ cooldownSeconds }), { service: { ...SERVICE, timeoutSeconds: 60 } });
    const given = { ...world(perSecond.length * 200, rates(perSecond, 200), [impatient]), seed };
    const simulation = new Simulation(given);
    const polls: Poll[] = [];
    simulation.watchPolls('default/Deployment/worker', (poll) => polls.push(poll));
    const { workloads: [{ events, counters }] } = simulation.run();
    expect(Math.max(0, ...events.map(({ to }) => to))).toBeLessThanOrEqual(10);
    for (const { seconds, by, to } of events) {
      if (by !== 'keda' || to !== 0) continue;
      const lastActive = polls.filter(({ activity, seconds: at }) => activity.isActive && at < seconds).at(-1)!;
      expect(seconds - lastActive.seconds).toBeGreaterThan(cooldownSeconds);
    }
    expect(counters.arrived).toBe(counters.served + counters.timedOut + counters.killed + counters.refused + counters.inFlight);
  }), { numRuns: 25 });
});
