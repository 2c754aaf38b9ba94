import { MessageQueue, REPRESENTATIVES } from '../../../lib/simulator/service/message-queue';
import { RequestPool } from '../../../lib/simulator/service/request-pool';

describe('RequestPool', () => {
  test('uses the row of a request that has left again', () => {
    const queue = new MessageQueue(false, false);
    for (let time = 0; time < 3; time++) queue.push(time, time, 7, 1, -1, -1);
    const pool = new RequestPool(false);
    const [one, two] = [pool.take(queue), pool.take(queue)];
    pool.release(one);
    expect(pool.take(queue)).toBe(one);
    expect([pool.arrivedAt[one], pool.arrivedAt[two], pool.route[two], pool.weight[two]]).toEqual([2, 1, 7, 1]);
  });

  test('grows without losing anything', () => {
    const queue = new MessageQueue(true, true);
    for (let time = 0; time < 1000; time++) {
      const index = queue.push(time, -time, time, time + 1, 2 * time, 3 * time);
      queue.served[index * REPRESENTATIVES + 1] = time / 2;
    }
    const pool = new RequestPool(true);
    const ids = Array.from({ length: 1000 }, () => pool.take(queue));
    for (const [time, id] of ids.entries()) {
      expect([pool.arrivedAt[id], pool.birth[id] + time, pool.route[id], pool.weight[id], pool.inputTokens[id], pool.outputTokens[id]])
        .toEqual([time, 0, time, time + 1, 2 * time, 3 * time]);
      expect(pool.served[id * REPRESENTATIVES + 1]).toBe(time / 2);
    }
  });

  test('holds single requests in rows beyond the first as well', () => {
    const queue = new MessageQueue(false, false);
    for (let time = 0; time < 600; time++) queue.push(time, time, 0, 1, -1, -1);
    const pool = new RequestPool(false);
    const ids = Array.from({ length: 600 }, () => pool.take(queue));
    for (const id of ids) expect(pool.weight[id]).toBe(1);
  });
});
