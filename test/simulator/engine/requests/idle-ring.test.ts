import * as fc from 'fast-check';
import { IdleRing } from '../../../../lib/simulator/engine/requests/idle-ring';

describe('IdleRing', () => {
  test('is a queue with removal of any pod', () => {
    const action = fc.oneof(fc.record({ push: fc.nat(5) }), fc.constant({ shift: true as const }), fc.record({ remove: fc.nat(5) }));
    fc.assert(fc.property(fc.array(action, { maxLength: 400 }), (actions) => {
      const ring = new IdleRing();
      let expected: number[] = [];
      for (const each of actions) {
        if ('push' in each) {
          ring.push(each.push);
          expected.push(each.push);
        } else if ('remove' in each) {
          ring.remove(each.remove);
          expected = expected.filter((pod) => pod !== each.remove);
        } else if (expected.length > 0) {
          expect(ring.shift()).toBe(expected.shift());
        }
        expect(ring.isEmpty).toBe(expected.length === 0);
      }
      while (expected.length > 0) expect(ring.shift()).toBe(expected.shift());
    }));
  });
});
