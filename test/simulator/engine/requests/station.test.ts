import * as fc from 'fast-check';
import { type Balancer, type SlotService, type Workload } from '../../../../lib/simulator/world/world';
import { rates, SERVICE } from '../../worlds';
import { at, Bench } from './stations';

const BALANCERS: Balancer[] = [
  { kind: 'shared-queue' }, { kind: 'random' }, { kind: 'round-robin' }, { kind: 'least-requests' }, { kind: 'connections', connections: 10, lifetimeSeconds: 5 },
  { kind: 'partitions', partitions: 3 },
];

/** One slot and a second for each request. */
function seconds(value: number, overrides: Partial<SlotService> = {}): Partial<Workload> {
  return { service: { ...SERVICE, time: { kind: 'deterministic', value }, ...overrides } };
}

describe('Station', () => {
  test('serves requests first in, first out', () => {
    const bench = new Bench(seconds(1), at(0, 0.1, 0.2));
    bench.pod();
    bench.advance(2.5);
    expect(bench.counters).toMatchObject({ arrived: 3, served: 2, inFlight: 1 });
    expect(bench.advance(10).counters).toMatchObject({ served: 3, inFlight: 0 });
    expect(bench.station.waiting.mean).toBeCloseTo((0 + 0.9 + 1.8) / 3, 12);
    expect(bench.station.waiting.max).toBeCloseTo(1.8, 12);
  });

  test('serves as many requests at a time as a pod has slots', () => {
    const bench = new Bench(seconds(1, { concurrency: 2 }), at(0, 0, 0));
    bench.pod();
    expect(bench.advance(1.5).counters).toMatchObject({ served: 2, inFlight: 1 });
    expect(bench.station.inService).toBe(1);
  });

  test('keeps requests in a shared queue until a pod is there', () => {
    const bench = new Bench(seconds(1), at(0, 1));
    bench.advance(5);
    expect(bench.station.queues.queued).toBe(2);
    expect(bench.station.queues.queuedSeconds(5)).toBe(5 + 4);
    bench.pod(5);
    expect(bench.advance(10).counters).toMatchObject({ served: 2 });
    expect(bench.station.waiting.max).toBe(5);
  });

  test.each(BALANCERS.filter(({ kind }) => kind !== 'shared-queue' && kind !== 'partitions'))('refuses requests under $kind while there is no pod', (balancer) => {
    expect(new Bench({ ...seconds(1), balancer }, at(0, 1)).advance(5).counters).toMatchObject({ arrived: 2, refused: 2 });
  });

  test('drops waiting requests at their timeout, and counts those in service at their end', () => {
    const bench = new Bench(seconds(3, { timeoutSeconds: 2 }), at(0, 0.5, 1));
    bench.pod();
    expect(bench.advance(2.4).counters).toMatchObject({ timedOut: 0, inFlight: 3 });
    expect(bench.advance(2.6).counters).toMatchObject({ timedOut: 1, inFlight: 2 });
    expect(bench.advance(3.5).counters).toMatchObject({ arrived: 3, served: 0, timedOut: 3, inFlight: 0 });
    expect(bench.station.queues.queuedSeconds(4)).toBeCloseTo(2 + 2, 12);
  });

  test('makes room in a full queue for requests whose time is out before it refuses one', () => {
    const bench = new Bench(seconds(10, { queueLimit: 1, timeoutSeconds: 2 }), at(0, 1, 1.5, 4));
    bench.pod();
    expect(bench.advance(5).counters).toMatchObject({ arrived: 4, refused: 1, timedOut: 1, inFlight: 2 });
  });

  test('loses the requests in service and waiting at a killed pod', () => {
    const bench = new Bench({ ...seconds(10), balancer: { kind: 'random' } }, at(0, 1, 2));
    const pod = bench.pod();
    bench.advance(5);
    bench.station.kill(pod, 5);
    expect(bench.counters).toMatchObject({ arrived: 3, killed: 3, inFlight: 0 });
    expect(bench.flow.killed).toBe(3);
    expect(bench.station.isDrained(pod)).toBe(true);
  });

  test('loses only requests in service with a shared queue', () => {
    const bench = new Bench(seconds(10), at(0, 1, 2));
    const pod = bench.pod();
    bench.advance(5);
    bench.station.kill(pod, 5);
    expect(bench.counters).toMatchObject({ killed: 1, inFlight: 2 });
  });

  test('lets a closed pod finish its requests', () => {
    const bench = new Bench({ ...seconds(1), balancer: { kind: 'random' } }, at(0, 0.5, 5));
    const pod = bench.pod();
    bench.advance(0.7);
    bench.station.withdraw(pod);
    bench.station.close(pod, 0);
    expect(bench.station.isDrained(pod)).toBe(false);
    expect(bench.advance(6).counters).toMatchObject({ served: 2, refused: 1 });
    expect(bench.station.isDrained(pod)).toBe(true);
  });

  test('refuses what balancers still send to a pod that no longer takes requests', () => {
    const bench = new Bench({ ...seconds(1), balancer: { kind: 'random' } }, at(1));
    bench.station.close(bench.pod(), 0);
    expect(bench.advance(2).counters).toMatchObject({ refused: 1 });
  });

  test('gives a closed pod no request from a shared queue', () => {
    const bench = new Bench(seconds(1), at(0, 0, 5));
    const [closed] = [bench.pod(), bench.pod()];
    bench.station.close(closed, 0);
    expect(bench.advance(1.5).counters).toMatchObject({ served: 1, inFlight: 1 });
    expect(bench.advance(10).counters).toMatchObject({ served: 3 });
    expect(bench.station.servers.answered[closed]).toBe(0);
  });

  test('leaves new pods idle behind old connections until those end', () => {
    const connections = (lifetimeSeconds: number): Partial<Workload> => (
      { ...seconds(0.05), balancer: { kind: 'connections', connections: 50, lifetimeSeconds } }
    );
    const answeredByNewPod = (lifetimeSeconds: number): number => {
      const bench = new Bench(connections(lifetimeSeconds), rates([10], 400, 'even'));
      bench.pod();
      bench.advance(100);
      const fresh = bench.pod(100);
      bench.advance(400);
      return bench.station.servers.answered[fresh] / 3000;
    };
    expect(answeredByNewPod(1e9)).toBeLessThan(0.01);
    expect(answeredByNewPod(20)).toBeGreaterThan(0.4);
  });

  test('reopens connections when their pod is gone, even if another pod got its number', () => {
    const bench = new Bench({ ...seconds(0.01), balancer: { kind: 'connections', connections: 5, lifetimeSeconds: 1e9 } }, rates([10], 300, 'even'));
    const first = bench.pod();
    const second = bench.pod();
    bench.advance(100);
    bench.station.withdraw(first);
    bench.station.kill(first, 100);
    bench.station.servers.remove(first);
    expect(bench.pod(100)).toBe(first);
    bench.advance(300);
    const { answered } = bench.station.servers;
    expect(bench.counters.refused + bench.counters.killed).toBe(0);
    expect(answered[first]).toBeGreaterThan(100);
    expect(answered[first] + answered[second]).toBeGreaterThan(2000);
  });

  test.each(BALANCERS)('conserves requests under $kind, whatever happens to pods', (balancer) => {
    const action = fc.record({ after: fc.double({ min: 0.01, max: 3, noNaN: true }), what: fc.constantFrom('open', 'close', 'kill', 'nothing') });
    const size = fc.integer({ min: 1, max: 5 });
    fc.assert(fc.property(fc.array(action, { maxLength: 25 }), size, size, (actions, concurrency, batchSize) => {
      const service = { ...SERVICE, time: { kind: 'exponential', mean: 0.4 }, concurrency, timeoutSeconds: 1.5, queueLimit: 6 } as const;
      const bench = new Bench({ service, balancer }, rates([20], 50, 'counted'), batchSize);
      const open: number[] = [];
      let now = 0;
      for (const { after, what } of actions) {
        now += after;
        bench.advance(now);
        if (what === 'open') open.push(bench.pod(now));
        else if (what === 'close' && open.length > 0) bench.station.close(open[0], now);
        else if (what === 'kill' && open.length > 0) {
          const [pod] = open.splice(0, 1);
          bench.station.withdraw(pod);
          bench.station.kill(pod, now);
          bench.station.servers.remove(pod);
        }
        const { arrived, served, timedOut, killed, refused, inFlight } = bench.counters;
        expect(served + timedOut + killed + refused + inFlight).toBe(arrived);
        expect(bench.flow.served + bench.flow.failed).toBe(served + timedOut + killed + refused);
      }
    }), { numRuns: 40 });
  });

  test('never lets the n-th request start later with one pod more, by common random numbers', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 5, max: 80 }), (pods, rate) => {
      const waiting = [pods, pods + 1].map((count) => {
        const bench = new Bench({}, rates([rate], 20));
        for (let pod = 0; pod < count; pod++) bench.pod();
        return bench.advance(1000).station.waiting;
      });
      expect(waiting[1].count).toBe(waiting[0].count);
      expect(waiting[1].mean).toBeLessThanOrEqual(waiting[0].mean);
      expect(waiting[1].max).toBeLessThanOrEqual(waiting[0].max);
    }), { numRuns: 40 });
  });

  test('spreads requests evenly over the pods of a shared queue', () => {
    const bench = new Bench({}, rates([10], 200));
    const pods = [bench.pod(), bench.pod(), bench.pod(), bench.pod()];
    bench.advance(200);
    for (const pod of pods) expect(Math.abs(bench.station.servers.answered[pod] / 500 - 1)).toBeLessThan(0.1);
  });

  test('makes arrivals slower while the service is slow', () => {
    const bench = new Bench(seconds(1), at(0, 2, 5));
    bench.pod();
    bench.advance(1.5).station.slowness = 2;
    bench.advance(4.5).station.slowness = 1;
    bench.advance(10);
    expect(bench.station.outcomes.latency.count).toBe(0);
    bench.station.outcomes.closeTick(0);
    expect(bench.flow.served).toBe(3);
    expect(bench.station.servers.totalBusySeconds(10)).toBe(1 + 2 + 1);
  });
});

describe('Station with batches', () => {
  test('keeps the throughput of a pod', () => {
    const busy = (batchSize: number) => {
      const bench = new Bench(seconds(0.1, { concurrency: 4 }), rates([30], 100, 'counted'), batchSize);
      bench.pod();
      bench.advance(101);
      return bench.station.servers.totalBusySeconds(101) * bench.station.slotsPerPlace;
    };
    for (const batchSize of [2, 4, 10]) expect(Math.abs(busy(batchSize) / busy(1) - 1)).toBeLessThan(0.03);
  });

  test('divides the slots of a pod by the size of a batch, down to one place', () => {
    const places = (batchSize: number) => {
      const { servers, slotsPerPlace } = new Bench(seconds(1, { concurrency: 40 }), at(0), batchSize).station;
      return [servers.capacity, slotsPerPlace];
    };
    expect([1, 8, 80].map(places)).toEqual([[40, 1], [5, 8], [1, 40]]);
  });

  test.each<[Balancer, number]>([[{ kind: 'shared-queue' }, 0.03], [{ kind: 'random' }, 0.1]])('keeps the latencies of single requests under %j', (balancer, error) => {
    const latency = (batchSize: number) => {
      const bench = new Bench({ service: { ...SERVICE, concurrency: 8 }, balancer }, rates([640], 150), batchSize);
      for (let pod = 0; pod < 10; pod++) bench.pod();
      bench.advance(150);
      bench.flow.closeTick(0);
      bench.flow.closeTick(59);
      return bench.flow.latency;
    };
    const [single, batches] = [latency(1), latency(8)];
    expect(Math.abs(batches.mean / single.mean - 1)).toBeLessThan(error);
    expect(Math.abs(batches.quantile(0.99) / single.quantile(0.99) - 1)).toBeLessThan(error);
  });
});
