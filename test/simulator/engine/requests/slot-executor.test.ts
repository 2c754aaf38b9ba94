import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { RequestPool } from '../../../../lib/simulator/engine/requests/request-pool';
import { SlotExecutor } from '../../../../lib/simulator/engine/requests/slot-executor';
import { SERVICE } from '../../worlds';

function executor(concurrency: number, batchSize: number) {
  const pool = new RequestPool(batchSize > 1, false);
  const model = { ...SERVICE, concurrency, time: { kind: 'deterministic', value: 2 } } as const;
  return { pool, made: new SlotExecutor(model, batchSize, pool, new RandomStream(1, 'service')) };
}

describe('SlotExecutor', () => {
  test('ends requests a service time after their start', () => {
    const { made } = executor(4, 1);
    for (const id of [0, 1]) made.prepare(id, 1 + id);
    made.start(1, 10);
    made.start(0, 11);
    expect([made.nextTime, made.step(), made.nextTime, made.step(), made.nextTime]).toEqual([13, 0, 14, 1, Infinity]);
  });

  test('aborts what is in service on a pod', () => {
    const { made, pool } = executor(4, 1);
    for (const id of [0, 1, 2]) {
      made.prepare(id, 1);
      pool.pod[id] = id % 2;
      made.start(id, id);
    }
    expect(made.abort(0).sort()).toEqual([0, 2]);
    expect([made.step(), made.nextTime]).toEqual([1, Infinity]);
  });

  test.each([[4, 1, 4, 2], [4, 2, 2, 2], [4, 4, 1, 2], [4, 16, 1, 8], [5, 2, 3, 2.4]])(
    'lets %d slots serve batches of %d in %d places that each takes %d s', (concurrency, batchSize, places, seconds) => {
      const { made } = executor(concurrency, batchSize);
      made.prepare(0, 1);
      made.start(0, 0);
      expect(SlotExecutor.places({ ...SERVICE, concurrency }, batchSize)).toBe(places);
      expect(made.nextTime).toBeCloseTo(seconds, 12);
      expect(places * batchSize / made.nextTime).toBeCloseTo(made.podCapacity, 12);
    });
});
