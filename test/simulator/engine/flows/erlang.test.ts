import { erlangC } from '../../../../lib/simulator/engine/flows/erlang';

describe('erlangC', () => {
  test.each([[1, 0.5, 0.5], [2, 0.5, 1 / 3], [10, 0.8, 0.4092], [100, 0.95, 0.5056]])('with %d servers at a load of %d is %d', (servers, load, expected) => {
    expect(erlangC(servers, load)).toBeCloseTo(expected, 2);
  });

  test('is 0 without load and 1 at full load', () => {
    expect([erlangC(3, 0), erlangC(3, 1), erlangC(3, 1.4)]).toEqual([0, 1, 1]);
  });

  test('lies between its neighbours for servers between two whole numbers', () => {
    const chance = erlangC(2.5, 0.7);
    expect(chance).toBeLessThan(erlangC(2, 0.7));
    expect(chance).toBeGreaterThan(erlangC(3, 0.7));
  });

  test('changes little where the limit of many servers takes over', () => {
    expect(erlangC(401, 0.97) / erlangC(400, 0.97)).toBeCloseTo(1, 1);
  });
});
