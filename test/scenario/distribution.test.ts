import fc from 'fast-check';
import { type DistributionScenario, toDistribution } from '../../lib/scenario/distribution';
import { toSeconds } from '../../lib/scenario/units';
import { RandomStream } from '../../lib/simulator/engine/random/random-stream';
import { sampler } from '../../lib/simulator/engine/random/sampler';
import { UserError } from '../../lib/values/user-error';

function read(value: number | string | DistributionScenario<number | string>): unknown {
  return toDistribution<number | string>(value, toSeconds, 'a.b');
}

test.each([
  ['2s', { kind: 'deterministic', value: 2 }],
  [{ mean: '2s' }, { kind: 'exponential', mean: 2 }],
  [{ mean: '2s', cv: 0.5 }, { kind: 'lognormal', mean: 2, cv: 0.5 }],
  [{ mean: 2, cv: 0.5, distribution: 'gamma' }, { kind: 'gamma', mean: 2, cv: 0.5 }],
  [{ mean: 2, distribution: 'fixed' }, { kind: 'deterministic', value: 2 }],
  [{ mean: 2, cv: 0 }, { kind: 'deterministic', value: 2 }],
  [{ mean: 0 }, { kind: 'deterministic', value: 0 }],
  [{ mean: 2, cv: 1, distribution: 'exponential' }, { kind: 'exponential', mean: 2 }],
  [{ samples: ['1s', '200ms'] }, { kind: 'empirical', samples: [1, 0.2] }],
  [{ p50: 1, p99: 1 }, { kind: 'deterministic', value: 1 }],
] as const)('%j is %j', (value, expected) => {
  expect(read(value)).toEqual(expected);
});

test('a log-normal through two quantiles has them', () => {
  fc.assert(fc.property(fc.double({ min: 0.01, max: 10, noNaN: true }), fc.double({ min: 1.1, max: 5, noNaN: true }), (median, ratio) => {
    const draw = sampler(toDistribution({ p50: median, p95: median * ratio }, (value) => value, 'x'), new RandomStream(1, 'x'));
    const drawn = Array.from({ length: 4000 }, draw).sort((a, b) => a - b);
    expect(drawn[2000] / median).toBeGreaterThan(0.9);
    expect(drawn[2000] / median).toBeLessThan(1.1);
    expect(drawn[3800] / (median * ratio)).toBeGreaterThan(0.85);
    expect(drawn[3800] / (median * ratio)).toBeLessThan(1.15);
  }), { seed: 6, numRuns: 10 });
});

test.each([
  [{}, 'a.b needs exactly one of mean, p50 and samples; it has none'],
  [{ mean: 1, p50: 1 }, 'a.b needs exactly one of mean, p50 and samples; it has several'],
  [{ mean: 1, distribution: 'gamma' }, 'a.b is gamma and needs cv, its standard deviation divided by its mean'],
  [{ mean: 1, cv: 2, distribution: 'exponential' }, 'a.b.cv is 2, but an exponential distribution always has 1'],
  [{ p50: 1 }, 'a.b has p50 and needs exactly one of p90, p95 and p99 beside it, and no cv'],
  [{ p50: 1, p90: 2, p99: 3 }, 'a.b has p50 and needs exactly one of'],
  [{ p50: 1, p90: 2, cv: 1 }, 'and no cv'],
  [{ p50: 1, p90: 2, distribution: 'gamma' }, 'a.b gives quantiles, which only a lognormal distribution takes'],
  [{ p50: 2, p90: 1 }, 'a.b has p50 2 and p90 1; use a p50 above 0 and a p90 not below it'],
  [{ p50: 0, p90: 1 }, 'a.b has p50 0 and p90 1'],
] as const)('%j is refused', (value, message) => {
  expect(() => read(value)).toThrow(UserError);
  expect(() => read(value)).toThrow(message);
});
