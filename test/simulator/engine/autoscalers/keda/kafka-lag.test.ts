import fc from 'fast-check';
import { spreadEvenly, totalLag } from '../../../../../lib/simulator/engine/autoscalers/keda/kafka-lag';
import { type KafkaOptions } from '../../../../../lib/simulator/world/world';

const options = (overrides: Partial<KafkaOptions> = {}): KafkaOptions => ({
  partitions: 2, lagThreshold: 10, allowIdleConsumers: false, limitToPartitionsWithLag: false, ensureEvenDistributionOfPartitions: false,
  excludePersistentLag: false, ...overrides,
});

test.each<[string, number[], Partial<KafkaOptions>, number]>([
  ['is the sum of all partitions', [7, 4], {}, 11],
  ['is capped at a threshold for each partition', [25, 5], {}, 20],
  ['leaks through the cap by less than one threshold', [20, 9], {}, 29],
  ['has no cap where consumers may stand idle', [500, 0], { allowIdleConsumers: true }, 500],
  ['is capped at the partitions that lag', [50, 0], { limitToPartitionsWithLag: true }, 10],
  ['is nothing where no partition lags', [0, 0], { limitToPartitionsWithLag: true }, 0],
  ['is rounded up to consumers that share the partitions evenly', [40, 0, 0, 0, 0, 0], { ensureEvenDistributionOfPartitions: true }, 60],
  ['asks for one consumer of an even distribution at the least', [0, 0, 0, 0], { ensureEvenDistributionOfPartitions: true }, 10],
])('the lag %s', (_, lags, overrides, expected) => {
  expect(totalLag(lags, options(overrides)).metric).toBe(expected);
});

test('activation uses the uncapped lag', () => {
  expect(totalLag([500, 1], options())).toEqual({ metric: 20, activity: 501 });
});

test('a partition whose offset does not move is left out only where that is asked for', () => {
  expect(totalLag([7, 4], options(), new Set([0]))).toEqual({ metric: 11, activity: 11 });
  expect(totalLag([7, 4], options({ excludePersistentLag: true }), new Set([0]))).toEqual({ metric: 4, activity: 11 });
});

test('with the cap, an HPA never asks for more than one replica above the partitions', () => {
  const lags = fc.array(fc.nat(1000), { minLength: 1, maxLength: 20 });
  fc.assert(fc.property(lags, fc.integer({ min: 1, max: 50 }), (each, lagThreshold) => {
    expect(Math.ceil(totalLag(each, options({ lagThreshold })).metric / lagThreshold)).toBeLessThanOrEqual(each.length + 1);
  }));
});

test('a total lag is distributed over the partitions without rest', () => {
  fc.assert(fc.property(fc.nat(10_000), fc.integer({ min: 1, max: 50 }), (lag, partitions) => {
    const spread = spreadEvenly(lag, partitions);
    expect(spread.reduce((sum, one) => sum + one, 0)).toBe(lag);
    expect(Math.max(...spread) - Math.min(...spread)).toBeLessThanOrEqual(1);
  }));
});
