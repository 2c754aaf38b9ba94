import { Level } from '../../../../lib/simulator/engine/cluster/level';

describe('Level', () => {
  test('integrates itself over time and remembers its peak', () => {
    const level = new Level();
    level.change(2, 10);
    level.change(3, 20);
    level.change(-4, 30);
    expect([level.value, level.peak, level.integral(30), level.integral(40)]).toEqual([1, 5, 2 * 10 + 5 * 10, 2 * 10 + 5 * 10 + 10]);
  });
});
