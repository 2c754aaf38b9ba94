import { type Drain, type StartUp, type Workload } from '../../../../lib/simulator/world/world';
import { EventQueue } from '../../../../lib/simulator/engine/events/event-queue';
import { SERVICE, workload } from '../../worlds';
import { at } from '../requests/stations';
import { Cluster } from './clusters';

const fixed = (value: number) => ({ kind: 'deterministic', value } as const);

function startUp(overrides: Partial<StartUp>): Partial<Workload> {
  return { startUp: { ...workload('any').startUp, ...overrides } };
}

/** One pod that serves requests of ten seconds, and how it ends. */
function draining(drain: Partial<Drain>, overrides: Partial<Workload> = {}): Partial<Workload> {
  return {
    service: { ...SERVICE, time: fixed(10) }, balancer: { kind: 'random' }, drain: { ...workload('any').drain, ...drain }, ...overrides,
  };
}

function ending(overrides: Partial<Workload>, ...arrivals: number[]): Cluster {
  const cluster = new Cluster(overrides, new EventQueue(), undefined, at(...arrivals));
  cluster.controller.begin(1);
  cluster.runUntil(1);
  cluster.controller.scale(0, 'manual', 'test');
  return cluster;
}

describe('start-up', () => {
  test('takes a pod from creation through scheduling, pull, init and boot to Ready', () => {
    const cluster = new Cluster(startUp({ schedule: fixed(1), warmPull: fixed(2), init: fixed(3), boot: fixed(4) }));
    cluster.controller.scale(1, 'manual', 'test');
    const seen = [0.5, 1.5, 5.5, 6.5, 9.5, 10.5].map((time) => cluster.runUntil(time).states[0]);
    expect(seen).toEqual(['unscheduled', 'pending', 'pending', 'running', 'running', 'ready']);
    expect(cluster.lifecycle.startUps.mean).toBe(10);
    expect(cluster.controller.pods[0]).toMatchObject({ startTime: 1, runningSince: 6, readyTransition: 10, firstReady: 10 });
  });

  test.each([
    [8, { initialDelaySeconds: 0, periodSeconds: 0 }, 8],
    [8, { initialDelaySeconds: 0, periodSeconds: 5 }, 10],
    [8, { initialDelaySeconds: 7, periodSeconds: 5 }, 12],
    [8, { initialDelaySeconds: 30, periodSeconds: 10 }, 30],
    [10, { initialDelaySeconds: 0, periodSeconds: 5 }, 10],
  ])('after a boot of %d s with probe %j is over after %d s', (boot, readiness, seconds) => {
    const cluster = new Cluster(startUp({ schedule: fixed(0), warmPull: fixed(0), boot: fixed(boot), readiness }));
    cluster.controller.scale(1, 'manual', 'test');
    expect(cluster.runUntil(seconds - 0.01).ready).toBe(0);
    expect(cluster.runUntil(seconds).ready).toBe(1);
  });

  test.each([[250, 4 * 4], [1000, 4], [undefined, 4]])('with one core and a CPU limit of %s milli-cores boots for %d s', (cpuLimitMilli, boot) => {
    const [container] = workload('any').containers;
    const limited = { containers: [{ ...container, ...(cpuLimitMilli !== undefined && { cpuLimitMilli }) }] };
    const cluster = new Cluster({ ...startUp({ schedule: fixed(1), warmPull: fixed(2), boot: fixed(4), cpuCores: 1 }), ...limited });
    cluster.controller.scale(1, 'manual', 'test');
    cluster.runUntil(100);
    expect(cluster.lifecycle.startUps.mean).toBe(1 + 2 + boot);
  });

  test('loads the weights of a model server, compiles it and warms it up before it answers', () => {
    const engine = { weights: fixed(20), compilation: fixed(30), warmUp: fixed(5) };
    const cluster = new Cluster(startUp({ schedule: fixed(1), warmPull: fixed(2), boot: fixed(4), engine }));
    cluster.controller.scale(1, 'manual', 'test');
    cluster.runUntil(100);
    expect(cluster.lifecycle.startUps.mean).toBe(1 + 2 + 20 + 30 + 5 + 4);
  });

  test('takes longer for pods that pull and load weights at the same time', () => {
    const engine = { weights: fixed(20), compilation: fixed(30), warmUp: fixed(5) };
    const cluster = new Cluster(startUp({ schedule: fixed(1), warmPull: fixed(2), boot: fixed(0), engine, burstSlowdown: 0.5 }));
    cluster.controller.scale(3, 'manual', 'test');
    cluster.runUntil(200);
    expect(cluster.lifecycle.startUps.max).toBe(1 + 2 * 2 + 20 * 2 + 30 + 5);
    cluster.controller.scale(4, 'manual', 'test');
    cluster.runUntil(400);
    expect(cluster.lifecycle.startUps.min).toBe(1 + 2 + 20 + 30 + 5);
  });

  test('is slower for pods that are created while it is slow', () => {
    const cluster = new Cluster();
    cluster.lifecycle.slowness = 3;
    cluster.controller.scale(1, 'manual', 'test');
    cluster.lifecycle.slowness = 1;
    expect(cluster.runUntil(29.9).ready).toBe(0);
    expect(cluster.runUntil(30).ready).toBe(1);
  });

  test('ends when the pod is deleted during start-up', () => {
    for (const time of [0.5, 1.5, 5]) {
      const cluster = new Cluster();
      cluster.controller.scale(1, 'manual', 'test');
      cluster.runUntil(time).controller.scale(0, 'manual', 'test');
      expect(cluster.runUntil(100).controller.pods).toEqual([]);
      expect(cluster.ready).toBe(0);
      expect(cluster.lifecycle.startUps.count).toBe(0);
    }
  });
});

describe('drain', () => {
  test('lets requests in service finish within the grace period', () => {
    const cluster = ending(draining({ graceSeconds: 30 }), 0.5);
    expect(cluster.runUntil(9).controller.pods).toHaveLength(1);
    expect(cluster.runUntil(12).controller.pods).toHaveLength(0);
    expect(cluster.bench.counters).toMatchObject({ served: 1, killed: 0 });
  });

  test('kills what takes longer than the grace period, in service and queued', () => {
    const cluster = ending(draining({ graceSeconds: 5 }), 0.5, 0.6);
    expect(cluster.runUntil(5.9).bench.counters.killed).toBe(0);
    expect(cluster.runUntil(6).bench.counters).toMatchObject({ served: 0, killed: 2 });
    expect(cluster.controller.pods).toHaveLength(0);
  });

  test('leaves two seconds after a preStop hook that took the grace period', () => {
    const cluster = ending(draining({ preStopSeconds: 60, graceSeconds: 5 }), 0.5);
    expect(cluster.runUntil(7.9).bench.counters.killed).toBe(0);
    expect(cluster.runUntil(8).bench.counters.killed).toBe(1);
    const atOnce = ending(draining({ graceSeconds: 0 }), 0.5);
    expect(atOnce.runUntil(1).bench.counters.killed).toBe(1);
  });

  test('kills at once what does not finish on SIGTERM, after the preStop hook', () => {
    const cluster = ending(draining({ finishesOnTerm: false, preStopSeconds: 3 }), 0.5);
    expect(cluster.runUntil(3.9).bench.counters.killed).toBe(0);
    expect(cluster.runUntil(4).bench.counters.killed).toBe(1);
  });

  test('refuses requests that balancers send after SIGTERM, unless the preStop hook is as long as they need', () => {
    expect(ending(draining({ endpointRemovalSeconds: 5 }), 0.5, 3).runUntil(60).bench.counters).toMatchObject({ served: 1, refused: 1 });
    expect(ending(draining({ endpointRemovalSeconds: 5, preStopSeconds: 5 }), 0.5, 3).runUntil(60).bench.counters).toMatchObject({ served: 2, refused: 0 });
  });

  test('lasts as long as the preStop hook even for an idle pod', () => {
    const cluster = ending(draining({ preStopSeconds: 15 }));
    expect(cluster.runUntil(15.9).controller.pods).toHaveLength(1);
    expect(cluster.runUntil(16).controller.pods).toHaveLength(0);
  });
});

describe('a failed liveness probe', () => {
  test('lets the container serve while its preStop hook runs, and finish its requests within the rest of its grace period', () => {
    const overrides = draining({ preStopSeconds: 5, graceSeconds: 20 }, startUp({ boot: fixed(4) }));
    const cluster = new Cluster(overrides, new EventQueue(), undefined, at(5));
    cluster.controller.begin(1);
    cluster.runUntil(1).lifecycle.restart(cluster.controller.pods[0]);
    expect(cluster.runUntil(5.9).ready).toBe(1);
    expect(cluster.runUntil(6.1).ready).toBe(0);
    // The request that came during the hook ends at 15 s, and the next look at the container finds it ended.
    expect(cluster.runUntil(14.9).lifecycle.restarts).toBe(0);
    expect(cluster.runUntil(16.1).lifecycle.restarts).toBe(1);
    expect(cluster.runUntil(21).ready).toBe(1);
    expect(cluster.bench.counters).toMatchObject({ served: 1, killed: 0 });
  });

  test('kills what is in service two seconds after a hook that took the grace period', () => {
    const cluster = new Cluster(draining({ preStopSeconds: 60, graceSeconds: 8 }), new EventQueue(), undefined, at(5));
    cluster.controller.begin(1);
    cluster.runUntil(1).lifecycle.restart(cluster.controller.pods[0]);
    expect(cluster.runUntil(10.9).bench.counters).toMatchObject({ killed: 0 });
    expect(cluster.runUntil(11.1).bench.counters).toMatchObject({ killed: 1 });
  });
});

test('the grace period of a liveness probe counts where it has one, and not that of the pod', () => {
  const liveness = { periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 100, successThreshold: 1, graceSeconds: 3 };
  const cluster = new Cluster({ ...draining({ preStopSeconds: 0, graceSeconds: 60 }), probes: { liveness } }, new EventQueue(), undefined, at(0.5));
  cluster.controller.begin(1);
  cluster.runUntil(1).lifecycle.restart(cluster.controller.pods[0]);
  expect(cluster.runUntil(3.9).bench.counters).toMatchObject({ killed: 0 });
  expect(cluster.runUntil(5.1).bench.counters).toMatchObject({ killed: 1 });
});

describe('crash', () => {
  test('kills the requests of the pod, which starts again after a while', () => {
    const cluster = new Cluster(draining({}, startUp({ boot: fixed(4) })), new EventQueue(), undefined, at(0.5, 2, 20));
    cluster.controller.begin(1);
    cluster.runUntil(1).lifecycle.crash(cluster.controller.pods[0], 10);
    expect(cluster.states).toEqual(['running']);
    expect(cluster.bench.counters.killed).toBe(1);
    expect(cluster.runUntil(14.9).ready).toBe(0);
    expect(cluster.runUntil(15).states).toEqual(['ready']);
    expect(cluster.runUntil(40).bench.counters).toMatchObject({ arrived: 3, killed: 1, refused: 1, served: 1 });
    expect(cluster.lifecycle.restarts).toBe(1);
    expect(cluster.controller.pods[0]).toMatchObject({ firstReady: -86_400, readyTransition: 15, startingSeconds: 4 });
  });

  test('ends when the pod is deleted', () => {
    const cluster = new Cluster();
    cluster.controller.begin(1);
    cluster.runUntil(1).lifecycle.crash(cluster.controller.pods[0], 10);
    cluster.controller.scale(0, 'manual', 'test');
    expect(cluster.runUntil(60).controller.pods).toEqual([]);
    expect(cluster.ready).toBe(0);
  });
});
