import { tailBeyond } from '../../../../lib/simulator/engine/flows/backlog-shape';

const VARIATIONS = Array.from({ length: 100 }, (_, i) => (i + 1) / 100);
const VALUES = [0.1, 0.5, 1, 2, 5, 17, 60, 1000];

test('the tail of a backlog is a probability that falls with the value, whatever its variation', () => {
  for (const variation of VARIATIONS) {
    const tails = VALUES.map((value) => tailBeyond(value, variation));
    expect([variation, tails.filter((tail) => !(tail >= 0 && tail <= 1 + 1e-6))]).toEqual([variation, []]);
    expect(tails).toEqual([...tails].sort((a, b) => b - a));
  }
});

test('the tail comes near to the exponential one as the variation comes near to 1', () => {
  for (const value of [0.5, 1, 3, 6]) expect(tailBeyond(value, 0.965) / Math.exp(-value)).toBeCloseTo(1, 0);
});
