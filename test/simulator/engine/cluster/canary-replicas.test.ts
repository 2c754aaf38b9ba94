import * as fc from 'fast-check';
import { basicCanaryCounts, routedCanaryCounts, type Revisions } from '../../../../lib/simulator/engine/cluster/canary-replicas';

const ready = (pods: number) => ({ pods, ready: pods });
const all = (fresh: number, stable: number): Revisions => ({ fresh: ready(fresh), stable: ready(stable), others: ready(0) });

// Cases of argo-rollouts utils/replicaset/canary.go, by its code where its comment on 5 % is older.
test.each([
  [10, 10, 1, 1, 1, 9], [10, 30, 0, 3, 3, 10], [10, 30, 5, 0, 0, 7], [10, 5, 1, 1, 1, 10], [1, 5, 0, 1, 1, 1], [1, 95, 0, 1, 1, 1],
])('of %i replicas at %i %% with maxUnavailable %i and maxSurge %i, Argo Rollouts wants %i new and %i stable pods', (replicas, percent, unavailable, surge, fresh, stable) => {
  expect(basicCanaryCounts(all(0, replicas), percent, { replicas, surge, unavailable })).toEqual({ fresh, stable, others: 0 });
});

test('prefers the larger canary where two counts are as near, and leaves neither revision without a pod', () => {
  const at = (percent: number) => basicCanaryCounts(all(0, 3), percent, { replicas: 3, surge: 0, unavailable: 3 }).stable;
  expect([1, 50, 99].map(at)).toEqual([2, 1, 1]);
});

test('stays within maxSurge and maxUnavailable, and converges', () => {
  const upTo = (max: number, min = 0) => fc.integer({ min, max });
  fc.assert(fc.property(upTo(30, 1), upTo(100), upTo(5), upTo(5), (replicas, percent, surge, most) => {
    const unavailable = Math.min(replicas, surge === 0 ? Math.max(1, most) : most);
    let [fresh, stable] = [0, replicas];
    for (let pass = 0; ; pass++) {
      const next = basicCanaryCounts(all(fresh, stable), percent, { replicas, surge, unavailable });
      expect(next.fresh + next.stable).toBeLessThanOrEqual(replicas + surge);
      expect(Math.min(next.fresh, fresh) + Math.min(next.stable, stable)).toBeGreaterThanOrEqual(replicas - unavailable);
      if (next.fresh === fresh && next.stable === stable) break;
      expect(pass).toBeLessThan(100);
      [fresh, stable] = [next.fresh, next.stable];
    }
    expect(Math.abs(fresh - replicas * percent / 100)).toBeLessThanOrEqual(1);
  }));
});

test('beside a traffic router the stable pods stay, unless dynamicStableScale follows the traffic', () => {
  const counts = (dynamicStableScale: boolean, wanted: number, now: number, minPods = 1) => {
    return routedCanaryCounts(10, {}, { wanted, now }, { dynamicStableScale, minPods, scaleDownDelaySeconds: 30 });
  };
  expect(counts(false, 25, 0)).toEqual({ fresh: 3, stable: 10 });
  expect(counts(true, 25, 0)).toEqual({ fresh: 3, stable: 10 });
  expect(counts(true, 25, 25)).toEqual({ fresh: 3, stable: 8 });
  expect(counts(true, 95, 95, 2)).toEqual({ fresh: 10, stable: 2 });
});
