import fc from 'fast-check';
import { MaxHeap } from '../../lib/hpa/max-heap';

describe('a heap of whole numbers', () => {
  test('gives the largest first', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 40 }), (items) => {
      const heap = new MaxHeap();
      for (const item of items) heap.push(item);
      expect(heap.size).toBe(items.length);
      expect(items.map(() => heap.pop())).toEqual([...items].sort((a, b) => b - a));
      expect(heap.pop()).toBeUndefined();
      expect(heap.size).toBe(0);
    }), { seed: 3 });
  });

  test('returns the largest remaining number after insertions and removals', () => {
    const heap = new MaxHeap();
    for (const item of [3, 9, 4]) heap.push(item);
    expect(heap.pop()).toBe(9);
    heap.push(7);
    expect([heap.pop(), heap.pop(), heap.pop(), heap.pop()]).toEqual([7, 4, 3, undefined]);
  });
});
