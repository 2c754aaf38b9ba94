import { type Distribution } from '../../../../lib/simulator/world/service';
import { RandomStream } from '../../../../lib/simulator/engine/random/random-stream';
import { meanOf, meanSampler, sampler, variationOf } from '../../../../lib/simulator/engine/random/sampler';

const DISTRIBUTIONS: Distribution[] = [
  { kind: 'deterministic', value: 3 },
  { kind: 'exponential', mean: 2 },
  { kind: 'lognormal', mean: 2, cv: 0.8 },
  { kind: 'gamma', mean: 2, cv: 0.5 },
  { kind: 'gamma', mean: 2, cv: 0 },
  { kind: 'empirical', samples: [1, 1, 1, 5] },
];

function measure(draw: () => number, draws = 100_000): { mean: number; cv: number } {
  let sum = 0;
  let squares = 0;
  for (let count = 0; count < draws; count++) {
    const value = draw();
    sum += value;
    squares += value * value;
  }
  const mean = sum / draws;
  return { mean, cv: Math.sqrt(Math.max(0, squares / draws - mean * mean)) / mean };
}

describe('sampler', () => {
  test.each(DISTRIBUTIONS)('draws with the mean and variation of $kind', (distribution) => {
    const { mean, cv } = measure(sampler(distribution, new RandomStream(1, 'test')));
    expect(Math.abs(mean / meanOf(distribution) - 1)).toBeLessThan(0.015);
    expect(Math.abs(cv - variationOf(distribution))).toBeLessThan(0.02);
  });

  test('knows the mean and variation of samples', () => {
    expect(meanOf({ kind: 'empirical', samples: [1, 1, 1, 5] })).toBe(2);
    expect(variationOf({ kind: 'empirical', samples: [1, 1, 1, 5] })).toBeCloseTo(Math.sqrt(3) / 2);
    expect(variationOf({ kind: 'empirical', samples: [0, 0] })).toBe(0);
  });
});

describe('meanSampler', () => {
  test.each(DISTRIBUTIONS.flatMap((distribution) => [2, 20].map((count) => ({ distribution, count }))))(
    'draws the mean of $count values of $distribution.kind', ({ distribution, count }) => {
      const { mean, cv } = measure(meanSampler(distribution, count, new RandomStream(1, 'test')), 20_000);
      expect(Math.abs(mean / meanOf(distribution) - 1)).toBeLessThan(0.02);
      expect(Math.abs(cv - variationOf(distribution) / Math.sqrt(count))).toBeLessThan(0.02);
    });

  test('draws single values for a count of 1', () => {
    const distribution: Distribution = { kind: 'lognormal', mean: 2, cv: 0.8 };
    expect(meanSampler(distribution, 1, new RandomStream(1, 'test'))()).toBe(sampler(distribution, new RandomStream(1, 'test'))());
  });
});
