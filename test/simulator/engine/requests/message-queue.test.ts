import * as fc from 'fast-check';
import { MessageQueue } from '../../../../lib/simulator/engine/requests/message-queue';
import { RequestPool } from '../../../../lib/simulator/engine/requests/request-pool';

describe('MessageQueue', () => {
  test('returns requests in order with any sequence of pushes and shifts', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 600 }), (pushes) => {
      const pool = new RequestPool(false, false);
      const queue = new MessageQueue(pool);
      const expected: Array<{ id: number; time: number }> = [];
      for (const [time, push] of pushes.entries()) {
        if (push || expected.length === 0) {
          const id = pool.add(0, 0, 1, -1, -1);
          queue.push(id, time);
          expected.push({ id, time });
        } else {
          const { id, time: arrived } = expected.shift()!;
          expect(queue.shift()).toBe(id);
          expect(pool.arrivedAt[id]).toBe(arrived);
          pool.release(id);
        }
        expect(queue.firstTime).toBe(expected[0]?.time ?? Infinity);
      }
    }));
  });
});
