import { RequestPool } from '../../../../lib/simulator/engine/requests/request-pool';
import { Router } from '../../../../lib/simulator/engine/requests/router';
import { flow, rates, workload } from '../../worlds';

const [a, b, c] = ['a', 'b', 'c'].map((name) => workload(name));
const ids = [a.id, b.id, c.id];
const traffic = rates([1], 1);

describe('Router', () => {
  test('leads a flow through its stages to its end', () => {
    const router = new Router([flow(traffic, [a, c])], ids, 1, new RequestPool(false, false));
    const entrance = router.enter(0);
    expect(router.inputs[0]).toContain(entrance.queue);
    const next = router.leave(entrance.route);
    expect(router.inputs[2]).toContain(next.queue);
    expect(router.leave(next.route).queue).toBeUndefined();
    expect([...router.flowOf]).toEqual([0, 0]);
  });

  test('skips a stage with the chance that it is not visited', () => {
    const stages = [{ workload: a.id }, { workload: b.id, probability: 0.3 }, { workload: c.id }];
    const router = new Router([flow(traffic, [], { stages })], ids, 1, new RequestPool(false, false));
    const { route } = router.enter(0);
    let visits = 0;
    for (let request = 0; request < 10_000; request++) if (router.inputs[1].includes(router.leave(route).queue!)) visits++;
    expect(visits / 10_000).toBeCloseTo(0.3, 1);
  });

  test('ends a flow early when its last stages are skipped', () => {
    const router = new Router([flow(traffic, [], { stages: [{ workload: a.id }, { workload: b.id, probability: 0 }] })], ids, 1, new RequestPool(false, false));
    expect(router.leave(router.enter(0).route).queue).toBeUndefined();
  });

  test('lets flows share the queue between two workloads, and enter by queues of their own', () => {
    const router = new Router([flow(traffic, [a, b]), flow(traffic, [a, b], { name: 'others' })], ids, 1, new RequestPool(false, false));
    const [one, other] = [router.enter(0), router.enter(1)];
    expect(one.queue).not.toBe(other.queue);
    expect(router.leave(one.route).queue).toBe(router.leave(other.route).queue);
    expect(router.flowOf[router.leave(other.route).route]).toBe(1);
  });

  test('gives a workload that no flow passes a queue in which nothing ever is', () => {
    const router = new Router([flow(traffic, [a])], ids, 1, new RequestPool(false, false));
    expect(router.inputs[1].map(({ firstTime }) => firstTime)).toEqual([Infinity]);
  });
});
