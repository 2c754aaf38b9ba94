import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';

const DRAWS = 200_000;

function moments(draw: () => number): { mean: number; variance: number; largest: number } {
  let sum = 0;
  let squares = 0;
  let largest = -Infinity;
  for (let count = 0; count < DRAWS; count++) {
    const value = draw();
    sum += value;
    squares += value * value;
    largest = Math.max(largest, value);
  }
  const mean = sum / DRAWS;
  return { mean, variance: squares / DRAWS - mean * mean, largest };
}

describe('RandomStream', () => {
  const stream = (name = 'any') => new RandomStream(7, name);

  test('repeats itself for the same seed and name', () => {
    const [one, other] = [stream(), stream()];
    expect(Array.from({ length: 50 }, () => one.uniform())).toEqual(Array.from({ length: 50 }, () => other.uniform()));
  });

  test.each([[7, 'a', 'b'], [8, 'a', 'b'], [7, 'ab', ''], [7, 'b', 'a']])('differs for seed %d and names %s, %s', (seed, ...names) => {
    expect(new RandomStream(seed, ...names).uniform()).not.toBe(new RandomStream(7, 'b', 'b').uniform());
  });

  test('draws uniform numbers between 0 and 1', () => {
    const random = stream();
    const { mean, variance, largest } = moments(() => random.uniform());
    expect(mean).toBeCloseTo(0.5, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
    expect(largest).toBeLessThan(1);
  });

  test('draws whole numbers below a bound, all of them equally often', () => {
    const random = stream();
    const counts = [0, 0, 0];
    for (let count = 0; count < 30_000; count++) counts[random.below(3)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(300);
  });

  test('draws exponential numbers with mean and variance 1, and with the tail that belongs to them', () => {
    const random = stream();
    let beyondThree = 0;
    let beyondTail = 0;
    const { mean, variance } = moments(() => {
      const value = random.exponential();
      if (value > 3) beyondThree++;
      if (value > 7.7) beyondTail++;
      return value;
    });
    expect(mean).toBeCloseTo(1, 2);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(beyondThree / DRAWS).toBeCloseTo(Math.exp(-3), 3);
    expect(beyondTail / DRAWS / Math.exp(-7.7)).toBeGreaterThan(0.8);
    expect(beyondTail / DRAWS / Math.exp(-7.7)).toBeLessThan(1.2);
  });

  test('draws normal numbers with mean 0, variance 1, both tails alike', () => {
    const random = stream();
    let above = 0;
    let below = 0;
    const { mean, variance } = moments(() => {
      const value = random.normal();
      if (value > 2) above++;
      if (value < -2) below++;
      return value;
    });
    expect(Math.abs(mean)).toBeLessThan(0.01);
    expect(Math.abs(variance - 1)).toBeLessThan(0.02);
    expect(above / DRAWS).toBeCloseTo(0.02275, 2);
    expect(Math.abs(above - below)).toBeLessThan(300);
  });

  test.each([0.25, 1, 4, 30])('draws gamma numbers of shape %d with that mean and variance', (shape) => {
    const random = stream();
    const { mean, variance } = moments(() => random.gamma(shape));
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.015);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.04);
  });
});
