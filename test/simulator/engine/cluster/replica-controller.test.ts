import * as fc from 'fast-check';
import { type Rollout, type Workload } from '../../../../lib/simulator/world/world';
import { Cluster } from './clusters';

const pods = (value: number) => ({ unit: 'pods', value } as const);

function rollout(overrides: Partial<Rollout>): Partial<Workload> {
  return { rollout: { maxSurge: pods(1), maxUnavailable: pods(0), ordered: false, ...overrides } };
}

/** Most pods at once and fewest ready ones, from now until a time. */
function extremes(cluster: Cluster, until: number): { most: number; fewestReady: number } {
  let [most, fewestReady] = [0, Infinity];
  while (cluster.eventQueue.now < until) {
    cluster.runUntil(cluster.eventQueue.now + 0.25);
    most = Math.max(most, cluster.controller.statusReplicas);
    fewestReady = Math.min(fewestReady, cluster.ready);
  }
  return { most, fewestReady };
}

describe('ReplicaController', () => {
  test('creates and deletes pods up to the desired count, and records it', () => {
    const cluster = new Cluster();
    cluster.controller.begin(2);
    cluster.controller.scale(5, 'hpa', 'above target');
    expect(cluster.runUntil(20).ready).toBe(5);
    cluster.controller.scale(1, 'manual', 'by hand');
    cluster.controller.scale(1, 'hpa', 'nothing to do');
    expect(cluster.runUntil(40).ready).toBe(1);
    expect(cluster.controller.events).toEqual([
      { seconds: 0, from: 2, to: 5, by: 'hpa', reason: 'above target' }, { seconds: 20, from: 5, to: 1, by: 'manual', reason: 'by hand' },
    ]);
    expect([cluster.controller.created, cluster.controller.deleted, cluster.controller.active.peak]).toEqual([5, 4, 5]);
  });

  test('deletes pods that are not Ready first, then those that became Ready later', () => {
    const cluster = new Cluster();
    cluster.controller.begin(2);
    cluster.runUntil(1).controller.scale(3, 'hpa', '');
    cluster.runUntil(20).controller.scale(5, 'hpa', '');
    cluster.runUntil(21.5).controller.scale(3, 'hpa', '');
    expect(cluster.states).toEqual(['ready', 'ready', 'ready']);
    cluster.controller.scale(2, 'hpa', '');
    expect(cluster.controller.pods.filter((pod) => pod.active).map(({ ordinal }) => ordinal)).toEqual([0, 1]);
  });

  test('replaces pods that were lost, and counts none of them twice', () => {
    const cluster = new Cluster();
    cluster.controller.begin(3);
    cluster.controller.scale(2, 'manual', '');
    cluster.controller.lose([...cluster.controller.pods]);
    expect(cluster.ready).toBe(0);
    expect(cluster.runUntil(20).ready).toBe(2);
    expect(cluster.controller.pods).toHaveLength(2);
  });

  test.each<[Partial<Rollout>, number, number]>([
    [{ maxSurge: pods(1), maxUnavailable: pods(0) }, 5, 4],
    [{ maxSurge: pods(0), maxUnavailable: pods(1) }, 4, 3],
    [{ maxSurge: pods(0), maxUnavailable: pods(0) }, 4, 3],
    [{ maxSurge: { unit: 'share', value: 0.3 }, maxUnavailable: { unit: 'share', value: 0.3 } }, 6, 3],
    [{ maxSurge: pods(4), maxUnavailable: pods(0) }, 8, 4],
    [{ ordered: true }, 4, 3],
  ])('rolls a new revision out under %j with at most %d pods and at least %d ready', (bounds, most, fewestReady) => {
    const cluster = new Cluster(rollout(bounds));
    cluster.controller.begin(4);
    cluster.runUntil(5).controller.rollOut();
    expect(extremes(cluster, 120)).toEqual({ most, fewestReady });
    expect(cluster.ready).toBe(4);
    expect(cluster.controller.pods.map(({ revision }) => revision)).toEqual([1, 1, 1, 1]);
  });

  test('continues a rollout when the desired count changes', () => {
    const cluster = new Cluster(rollout({}));
    cluster.controller.begin(4);
    cluster.runUntil(5).controller.rollOut();
    cluster.runUntil(8).controller.scale(8, 'hpa', '');
    cluster.runUntil(30).controller.scale(3, 'hpa', '');
    cluster.runUntil(200);
    expect(cluster.controller.pods.map(({ revision, ready }) => [revision, ready])).toEqual([[1, true], [1, true], [1, true]]);
  });

  test('starts and ends the pods of an ordered workload one at a time', () => {
    const cluster = new Cluster(rollout({ ordered: true }));
    cluster.controller.begin(1);
    cluster.controller.scale(3, 'hpa', '');
    expect([9, 11, 19, 21].map((time) => cluster.runUntil(time).controller.statusReplicas)).toEqual([2, 3, 3, 3]);
    expect(cluster.ready).toBe(3);
    cluster.controller.scale(1, 'hpa', '');
    expect(cluster.runUntil(60).controller.pods.map(({ ordinal }) => ordinal)).toEqual([0]);
  });

  test('reaches any desired count after any sequence', () => {
    const request = fc.record({ after: fc.double({ min: 0, max: 30, noNaN: true }), replicas: fc.nat(6), rollOut: fc.boolean() });
    fc.assert(fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), fc.boolean(), (requests, ordered) => {
      const cluster = new Cluster(rollout({ ordered }));
      cluster.controller.begin(2);
      for (const { after, replicas, rollOut } of requests) {
        cluster.runUntil(cluster.eventQueue.now + after).controller.scale(replicas, 'manual', '');
        if (rollOut) cluster.controller.rollOut();
        expect(cluster.controller.active.value).toBe(cluster.controller.pods.filter((pod) => pod.active).length);
        expect(cluster.ready).toBe(cluster.controller.pods.filter((pod) => pod.active && pod.ready).length);
      }
      cluster.runUntil(cluster.eventQueue.now + 1000);
      expect(cluster.states).toEqual(Array(requests[requests.length - 1].replicas).fill('ready'));
    }), { numRuns: 60 });
  });
});
