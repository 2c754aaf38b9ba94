import * as fc from 'fast-check';
import { type SlotService, type Workload } from '../../../../lib/simulator/world/world';
import { coresPerSlot, loadLimitCores } from '../../../../lib/simulator/engine/requests/cpu-limit';
import { rates, SERVICE, workload } from '../../worlds';
import { at, Bench } from './stations';

const CONTAINER = { name: 'web', cpuRequestMilli: 500, loadShare: 1, idleCpuMilli: 0, idleMemoryBytes: 0 };

/** Requests of so many seconds that want a core each, under a limit. */
function limited(seconds: number, limitMilli: number, service: Partial<SlotService> = {}): Partial<Workload> {
  return {
    containers: [{ ...CONTAINER, cpuLimitMilli: limitMilli }],
    service: { ...SERVICE, time: { kind: 'deterministic', value: seconds }, cpuSecondsPerRequest: seconds, concurrency: 4, ...service },
  };
}

describe('SharedCpuExecutor', () => {
  test('leaves requests at full speed while the quota of a period lasts', () => {
    const bench = new Bench(limited(0.04, 1000), at(0.01, 0.01));
    bench.pod();
    bench.advance(1);
    expect(bench.counters.served).toBe(2);
    expect(bench.station.executor.cpuSeconds!(1, 1)).toBeCloseTo(0.08, 12);
    expect(bench.station.servers.busySeconds(1, 1)).toBeCloseTo(0.08, 12);
  });

  test('stops requests when the quota is used up, until the next period of 100 ms', () => {
    const bench = new Bench(limited(0.08, 1000), at(0, 0));
    bench.pod();
    bench.advance(0.1);
    // Two cores use the 100 ms of quota up in 50 ms; the other 30 ms follow in the second period.
    expect(bench.counters.served).toBe(0);
    bench.advance(0.129);
    expect(bench.counters.served).toBe(0);
    bench.advance(0.131);
    expect(bench.counters.served).toBe(2);
  });

  test('takes twice as long for requests that want twice the limit', () => {
    const bench = new Bench(limited(10, 2000), at(0, 0, 0, 0));
    bench.pod();
    expect(bench.advance(19.9).counters.served).toBe(0);
    expect(bench.advance(20).counters.served).toBe(4);
    expect(bench.station.executor.cpuSeconds!(1, 20)).toBeCloseTo(40, 6);
  });

  test('slows a pod down by the share that its node leaves', () => {
    const bench = new Bench({ ...limited(1, 4000), nodePool: 'pool' }, at(0));
    const pod = bench.pod();
    bench.station.executor.setSpeed!(pod, 0.5, 0);
    expect(bench.advance(1.9).counters.served).toBe(0);
    expect(bench.advance(2.01).counters.served).toBe(1);
  });

  test('never uses more CPU than the limit, and as much as its requests cost', () => {
    fc.assert(fc.property(
      fc.record({ seconds: fc.double({ min: 0.01, max: 2, noNaN: true }), limit: fc.integer({ min: 50, max: 3500 }), rate: fc.integer({ min: 1, max: 40 }) }),
      ({ seconds, limit, rate }) => {
        const bench = new Bench(limited(seconds, limit), rates([rate], 20, 'even'));
        const pod = bench.pod();
        bench.advance(20);
        const used = bench.station.executor.cpuSeconds!(pod, 20);
        expect(used).toBeLessThanOrEqual(20 * limit / 1000 + 1e-6);
        expect(used).toBeGreaterThanOrEqual(bench.counters.served * seconds - 1e-6);
        expect(used).toBeLessThanOrEqual((bench.counters.served + bench.station.inService) * seconds + 1e-6);
      },
    ), { numRuns: 60 });
  });

  test('spreads quota over the periods alike however often the station is advanced', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 0.001, max: 0.5, noNaN: true }), { minLength: 1, maxLength: 30 }), (steps) => {
      const served = (instants: readonly number[]): number[] => {
        const bench = new Bench(limited(0.3, 700), rates([5], 10, 'even'));
        bench.pod();
        for (const instant of instants) bench.advance(instant);
        bench.advance(10);
        return [bench.counters.served, Math.round(bench.station.waiting.mean * 1e6)];
      };
      const instants = steps.reduce<number[]>((sum, step) => [...sum, (sum[sum.length - 1] ?? 0) + step], []).filter((instant) => instant < 10);
      expect(served(instants)).toEqual(served([]));
    }), { numRuns: 30 });
  });
});

describe('loadLimitCores', () => {
  test('takes the tightest limit, less idle usage, by each container\'s share of the load', () => {
    const pod = workload('web', { containers: [
      { ...CONTAINER, cpuLimitMilli: 1000, idleCpuMilli: 100, loadShare: 0.75 }, { ...CONTAINER, name: 'proxy', cpuLimitMilli: 200, idleCpuMilli: 50, loadShare: 0.25 },
    ] });
    expect(loadLimitCores(pod)).toBeCloseTo(0.6, 12);
    expect(loadLimitCores({ ...pod, podLevelCpuLimitMilli: 650 })).toBeCloseTo(0.5, 12);
  });

  test('is without end where no container has a limit', () => {
    expect(loadLimitCores(workload('web'))).toBe(Infinity);
    expect(coresPerSlot(workload('web'))).toBeCloseTo(0.5, 12);
  });
});
