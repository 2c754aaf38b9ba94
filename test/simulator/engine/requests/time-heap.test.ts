import * as fc from 'fast-check';
import { TimeHeap } from '../../../../lib/simulator/engine/requests/time-heap';

const times = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 300 });

describe('TimeHeap', () => {
  test('gives everything back in order of time', () => {
    fc.assert(fc.property(times, (given) => {
      const heap = new TimeHeap();
      for (const [id, time] of given.entries()) heap.push(time, id);
      const popped: number[] = [];
      while (heap.length > 0) {
        const { firstTime, firstId } = heap;
        expect(heap.pop()).toBe(firstId);
        expect(given[firstId]).toBe(firstTime);
        popped.push(firstTime);
      }
      expect(popped).toEqual([...given].sort((one, other) => one - other));
      expect(heap.firstTime).toBe(Infinity);
    }));
  });

  test('removes entries by a condition and keeps the others in order', () => {
    fc.assert(fc.property(times, (given) => {
      const heap = new TimeHeap();
      for (const [id, time] of given.entries()) heap.push(time, id);
      expect(heap.extract((id) => id % 2 === 1).sort((one, other) => one - other)).toEqual(given.map((_, id) => id).filter((id) => id % 2 === 1));
      const left: number[] = [];
      while (heap.length > 0) left.push(given[heap.pop()]);
      expect(left).toEqual(given.filter((_, id) => id % 2 === 0).sort((one, other) => one - other));
    }));
  });
});
