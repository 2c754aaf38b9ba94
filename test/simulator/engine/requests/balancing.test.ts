import { Endpoints, podChoice, type PodBalancer } from '../../../../lib/simulator/engine/requests/balancing';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { ServerTable } from '../../../../lib/simulator/engine/requests/server-table';

function setUp(balancer: PodBalancer, pods: number, batchSize = 1) {
  const servers = new ServerTable(1);
  const endpoints = new Endpoints();
  const choice = podChoice(balancer, endpoints, servers, new RandomStream(1, 'balancer'), batchSize);
  const add = () => {
    const pod = servers.add();
    servers.accepting[pod] = 1;
    endpoints.add(pod);
    return pod;
  };
  return { servers, endpoints, choice, pods: Array.from({ length: pods }, add) };
}

function shares(choice: { pick: (now: number) => number }, picks: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let pick = 0; pick < picks; pick++) {
    const pod = choice.pick(pick);
    counts.set(pod, (counts.get(pod) ?? 0) + 1 / picks);
  }
  return counts;
}

describe('podChoice', () => {
  test.each<PodBalancer>([{ kind: 'random' }, { kind: 'round-robin' }, { kind: 'least-requests' }, { kind: 'connections', connections: 3, lifetimeSeconds: 1 }])(
    'finds no pod under $kind where there is none', (balancer) => {
      expect(setUp(balancer, 0).choice.pick(0)).toBe(-1);
      expect(setUp(balancer, 0, 3).choice.pick(0)).toBe(-1);
    });

  test('takes pods at random, all equally often', () => {
    const { choice, pods } = setUp({ kind: 'random' }, 4);
    const found = shares(choice, 20_000);
    for (const pod of pods) expect(found.get(pod)).toBeCloseTo(0.25, 1);
  });

  test('takes pods in turn, also after one has left', () => {
    const { choice, endpoints, pods: [one, two, three] } = setUp({ kind: 'round-robin' }, 3);
    expect([0, 0, 0, 0].map((now) => choice.pick(now))).toEqual([one, two, three, one]);
    endpoints.remove(three);
    expect([0, 0, 0].map((now) => choice.pick(now))).toEqual([two, one, two]);
  });

  test('takes the less loaded of two pods', () => {
    const { choice, servers, pods: [busy, idle] } = setUp({ kind: 'least-requests' }, 2);
    servers.busy[busy] = 1;
    servers.waiting[busy] = 2;
    servers.waiting[idle] = 1;
    const found = shares(choice, 4000);
    expect(found.get(idle)).toBeCloseTo(0.75, 1);
    expect(found.get(busy)).toBeCloseTo(0.25, 1);
  });

  test('keeps a connection with its pod', () => {
    const { choice } = setUp({ kind: 'connections', connections: 1, lifetimeSeconds: 1e9 }, 5);
    expect(shares(choice, 100).size).toBe(1);
  });

  test('ignores the removal of an unknown pod', () => {
    const { endpoints, pods } = setUp({ kind: 'random' }, 2);
    endpoints.remove(99);
    expect(endpoints.pods).toEqual(pods);
  });

  test('gives batches to pods as their requests would choose, with less variation than whole batches', () => {
    const { choice, pods } = setUp({ kind: 'random' }, 4, 16);
    const found = shares(choice, 400);
    for (const pod of pods) expect(Math.abs(found.get(pod)! - 0.25)).toBeLessThan(0.02);
  });

  test('gives no more batches to a pod that has ended', () => {
    const { choice, servers, endpoints, pods: [gone, left] } = setUp({ kind: 'random' }, 2, 4);
    choice.pick(0);
    endpoints.remove(gone);
    servers.accepting[gone] = 0;
    choice.pick(1);
    expect([...shares(choice, 20).keys()]).toEqual([left]);
  });
});
