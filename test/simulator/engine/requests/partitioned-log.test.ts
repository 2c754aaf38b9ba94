import { PartitionedLog } from '../../../../lib/simulator/engine/requests/partitioned-log';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { type Workload } from '../../../../lib/simulator/world/world';
import { rates, SERVICE } from '../../worlds';
import { at, Bench } from './stations';

const log = (partitions: number): PartitionedLog => new PartitionedLog(partitions, new RandomStream(1, 'partitions'), 1);

function ownedBy(one: PartitionedLog, pod: number): number[] {
  const owned: number[] = [];
  one.forEachOf(pod, (partition) => owned.push(partition));
  return owned;
}

test('partitions are assigned round-robin, again with each pod that joins or leaves', () => {
  const one = log(5);
  expect(one.readerOf(0)).toBe(-1);
  one.join(7);
  one.join(9);
  expect([ownedBy(one, 7), ownedBy(one, 9)]).toEqual([[0, 2, 4], [1, 3]]);
  one.leave(7);
  expect([ownedBy(one, 7), ownedBy(one, 9)]).toEqual([[], [0, 1, 2, 3, 4]]);
});

test.each([[0, 0], [1, 1], [5, 4], [6, 6], [11, 6], [12, 12], [30, 12]])('%d readers of 12 partitions are as fast as %d', (readers, worth) => {
  expect(log(12).readersWorth(readers)).toBe(worth);
});

test('each partition has exactly one assigned reader', () => {
  const one = log(5);
  for (const pod of [3, 4, 8]) one.join(pod);
  for (const pod of one.pods) for (const partition of ownedBy(one, pod)) expect(one.readerOf(partition)).toBe(pod);
});

describe('a station with partitions', () => {
  const slow = (partitions: number, seconds = 1): Partial<Workload> => (
    { balancer: { kind: 'partitions', partitions }, service: { ...SERVICE, time: { kind: 'deterministic', value: seconds } } }
  );

  test('has as many pods at work as partitions, however many there are', () => {
    const bench = new Bench(slow(2), rates([20], 50, 'counted'));
    for (let count = 0; count < 5; count++) bench.pod();
    bench.advance(30);
    expect(bench.station.inService).toBe(2);
    expect(bench.counters.served).toBeLessThanOrEqual(60);
  });

  test('keeps messages without a reader, and reads them when a pod starts', () => {
    const bench = new Bench(slow(3), at(0, 1, 2)).advance(5);
    expect(bench.counters).toMatchObject({ served: 0, inFlight: 3, refused: 0 });
    bench.pod(5);
    expect(bench.advance(20).counters).toMatchObject({ served: 3, inFlight: 0 });
  });

  test('reads again what a pod had not finished when it ended, first of all', () => {
    const bench = new Bench(slow(1, 10), at(0, 0.1)).advance(0);
    const first = bench.pod();
    bench.advance(5);
    bench.station.withdraw(first);
    bench.station.kill(first, 5);
    bench.pod(5);
    expect(bench.advance(14.9).counters).toMatchObject({ served: 0, killed: 0, inFlight: 2 });
    expect(bench.advance(15.1).counters).toMatchObject({ served: 1, inFlight: 1 });
    expect(bench.advance(30).counters).toMatchObject({ served: 2, inFlight: 0 });
  });

  test('counts what waits and what is in service as lag, and what is finished by its partition', () => {
    const bench = new Bench(slow(2), rates([20], 50, 'counted'));
    bench.pod();
    bench.advance(30);
    const { station } = bench;
    expect(station.log!.lags().reduce((sum, lag) => sum + lag, 0)).toBe(station.present);
    expect(station.log!.done().reduce((sum, done) => sum + done, 0)).toBe(bench.counters.served);
    expect(station.waitingAt(1)).toBe(station.queues.queued);
  });

  test('times out messages that waited too long, also on partitions without a reader', () => {
    const bench = new Bench({ ...slow(3), service: { ...SERVICE, timeoutSeconds: 2 } }, at(0, 1)).advance(10);
    expect(bench.counters).toMatchObject({ timedOut: 2, inFlight: 0 });
  });
});
