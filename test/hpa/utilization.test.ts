import { getMetricUsageRatio, getResourceUtilizationRatio } from '../../lib/hpa';

describe('the utilization of requests', () => {
  test('is the ratio of sums in whole percent, cut off', () => {
    expect(getResourceUtilizationRatio(2999, 3000, 2, 50)).toEqual({ ratio: 99 / 50, utilization: 99, average: 1499 });
    expect(getResourceUtilizationRatio(-2999, 3000, 2, 50)).toEqual({ ratio: -99 / 50, utilization: -99, average: -1499 });
  });

  test('is unknown without requests', () => {
    expect(getResourceUtilizationRatio(100, 0, 1, 50)).toBeUndefined();
  });

  test('is computed with 64 bits for large sums and truncated to 32', () => {
    const usage = 9_000_000_000_000_000;
    expect(getResourceUtilizationRatio(usage, 3_000_000_000_000_000, 3, 50)).toEqual({ ratio: 6, utilization: 300, average: usage / 3 });
    const wrapped = BigInt.asIntN(64, 2n ** 60n * 100n) / 2n ** 20n;
    expect(getResourceUtilizationRatio(2n ** 60n, 2 ** 20, 1, 50)!.utilization).toBe(Number(BigInt.asIntN(32, wrapped)));
  });
});

describe('the usage of a plain metric', () => {
  test('is the mean, cut off, over its target', () => {
    expect(getMetricUsageRatio(20_999, 2, 10_000)).toEqual({ ratio: 1.0499, usage: 10_499 });
    expect(getMetricUsageRatio(2n ** 60n, 2, 2n ** 58n)).toEqual({ ratio: 2, usage: 2n ** 59n });
  });
});
