import * as fc from 'fast-check';
import { MessageQueue, REPRESENTATIVES } from '../../../lib/simulator/service/message-queue';

describe('MessageQueue', () => {
  test('gives messages back as they came, however pushes and shifts alternate', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { maxLength: 600 }), (pushes) => {
      const queue = new MessageQueue(true, true);
      const expected: number[] = [];
      let pushed = 0;
      for (const push of pushes) {
        if (push || expected.length === 0) {
          const index = queue.push(pushed, pushed + 0.5, pushed + 1, pushed + 2, pushed + 3, pushed + 4);
          queue.served[index * REPRESENTATIVES] = pushed + 5;
          expected.push(pushed++);
        } else {
          const first = expected.shift()!;
          const index = queue.shift();
          expect([queue.times[index], queue.births[index], queue.routes[index], queue.weights[index], queue.inputTokens[index], queue.outputTokens[index]])
            .toEqual([first, first + 0.5, first + 1, first + 2, first + 3, first + 4]);
          expect([...queue.served.subarray(index * REPRESENTATIVES, (index + 1) * REPRESENTATIVES)]).toEqual([first + 5, 0, 0, 0]);
        }
        expect(queue.firstTime).toBe(expected[0] ?? Infinity);
        expect(queue.length).toBe(expected.length);
      }
    }));
  });

  test('grows past its first size without batches as well', () => {
    const queue = new MessageQueue(false, false);
    for (let time = 0; time < 1000; time++) queue.push(time, time, 0, 1, -1, -1);
    for (let time = 0; time < 1000; time++) expect(queue.times[queue.shift()]).toBe(time);
  });
});
