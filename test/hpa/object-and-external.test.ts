import {
  getExternalMetricReplicas, getExternalPerPodMetricReplicas, getObjectMetricReplicas, getObjectPerPodMetricReplicas, getReadyPodsCount, type PodGroup,
} from '../../lib/hpa';

const tolerances = { scaleUp: 0.1, scaleDown: 0.1, byDistance: false };
const MAX_INT64 = 2n ** 63n - 1n;

function pods(count: number, more: Partial<PodGroup> = {}): PodGroup {
  return { count, phase: 'Running', ready: 'True', requests: { containers: [] }, ...more };
}

describe('ready pods', () => {
  test('are running and Ready; that they are being deleted does not matter', () => {
    const groups = [
      pods(1), pods(2, { deleting: true }), pods(4, { ready: 'False' }), pods(8, { ready: undefined }), pods(16, { phase: 'Pending' }), pods(32, { ready: 'Unknown' }),
    ];
    expect(getReadyPodsCount(groups)).toBe(3);
  });
});

describe('a target value', () => {
  test('multiplies the ready pods, and reports the value itself', () => {
    expect(getObjectMetricReplicas(9, 10_000, 25_000, [pods(4), pods(3, { ready: 'False' })], tolerances, 35)).toEqual({
      replicas: 10, status: { valueMilli: 25_000 }, usageRatio: 2.5, withinTolerance: false,
    });
  });

  test('within the tolerance leaves the current replicas, even without pods', () => {
    expect(getObjectMetricReplicas(9, 10_000, 11_000, [], tolerances, 35)).toMatchObject({ replicas: 9, withinTolerance: true });
  });

  test('outside the tolerance needs pods', () => {
    expect(getObjectMetricReplicas(9, 10_000, 12_000, [], tolerances, 35)).toEqual({
      error: 'unable to calculate ready pods: no pods returned by selector while calculating replica count',
    });
  });

  test('proposes nothing while no pod is ready', () => {
    expect(getObjectMetricReplicas(9, 10_000, 12_000, [pods(3, { ready: 'False' })], tolerances, 35)).toMatchObject({ replicas: 0 });
  });

  test('from zero replicas is the ratio alone, without a tolerance', () => {
    expect(getObjectMetricReplicas(0, 10_000, 10_500, [], tolerances, 35)).toMatchObject({ replicas: 2, withinTolerance: false });
    expect(getObjectMetricReplicas(0, 10_000, 10_000, [], tolerances, 35)).toMatchObject({ replicas: 1 });
    expect(getObjectMetricReplicas(0, 10_000, 1, [], tolerances, 35)).toMatchObject({ replicas: 1 });
    expect(getObjectMetricReplicas(0, 10_000, 0, [], tolerances, 35)).toMatchObject({ replicas: 0 });
  });

  test('adds up the series of an external metric', () => {
    expect(getExternalMetricReplicas(1, 10_000, [5_000, 15_000, -1], [pods(1)], tolerances, 35)).toMatchObject({ replicas: 2, status: { valueMilli: 19_999 } });
  });

  test('stops at the largest replica count from 1.35 on, and falls to the smallest before', () => {
    expect(getObjectMetricReplicas(1, 1, 3_000_000_000, [pods(1)], tolerances, 34)).toMatchObject({ replicas: -2_147_483_648 });
    expect(getObjectMetricReplicas(1, 1, 3_000_000_000, [pods(1)], tolerances, 35)).toMatchObject({ replicas: 2_147_483_647 });
    expect(getObjectMetricReplicas(1, 1, 2_147_483_647, [pods(1)], tolerances, 34)).toMatchObject({ replicas: 2_147_483_647 });
    expect(getObjectMetricReplicas(0, 1, 3_000_000_000, [], tolerances, 35)).toMatchObject({ replicas: -2_147_483_648 });
  });

  test('sums beyond 64 bits stop at the largest from 1.35 on, and wrap around before', () => {
    const samples = [MAX_INT64, 5];
    expect(getExternalMetricReplicas(0, MAX_INT64, samples, [], tolerances, 34)).toMatchObject({ status: { valueMilli: -(2n ** 63n) + 4n } });
    expect(getExternalMetricReplicas(0, MAX_INT64, samples, [], tolerances, 35)).toMatchObject({ status: { valueMilli: MAX_INT64 }, replicas: 1 });
    expect(getExternalMetricReplicas(0, MAX_INT64, [...samples, -7], [], tolerances, 35)).toMatchObject({ status: { valueMilli: MAX_INT64 } });
    const negative = [-(2n ** 62n), -(2n ** 62n), -(2n ** 62n)];
    expect(getExternalMetricReplicas(0, MAX_INT64, negative, [], tolerances, 35)).toMatchObject({ status: { valueMilli: 2n ** 62n } });
  });
});

describe('a target average', () => {
  test('divides by the replicas of the scale\'s status, and reports the mean rounded up', () => {
    expect(getObjectPerPodMetricReplicas(3, 10_000, 40_000, tolerances)).toEqual({
      replicas: 4, status: { averageValueMilli: 13_334 }, usageRatio: 40 / 30, withinTolerance: false,
    });
    expect(getExternalPerPodMetricReplicas(3, 10_000, [40_000, 1], tolerances, 35)).toMatchObject({ replicas: 5, status: { averageValueMilli: 13_334 } });
  });

  test('within the tolerance proposes the replicas of the status', () => {
    expect(getObjectPerPodMetricReplicas(3, 10_000, 33_000, tolerances)).toMatchObject({ replicas: 3, withinTolerance: true });
  });

  test('uses only the usage without replicas; the mean is then the smallest integer', () => {
    expect(getObjectPerPodMetricReplicas(0, 10_000, 25_000, tolerances)).toMatchObject({ replicas: 3, status: { averageValueMilli: -(2n ** 63n) } });
    expect(getObjectPerPodMetricReplicas(0, 10_000, 0, tolerances)).toMatchObject({ replicas: 0, status: { averageValueMilli: -(2n ** 63n) } });
  });

  test('of an external metric takes a negative sum for an overflow from 1.34 on', () => {
    expect(getExternalPerPodMetricReplicas(2, 10_000, [-5], tolerances, 33)).toMatchObject({ replicas: 0, status: { averageValueMilli: -2 } });
    const largest = { replicas: 2_147_483_647, status: { averageValueMilli: MAX_INT64 } };
    expect(getExternalPerPodMetricReplicas(2, 10_000, [-5], tolerances, 34)).toMatchObject(largest);
    expect(getExternalPerPodMetricReplicas(2, 10_000, [5, -5], tolerances, 34)).toMatchObject({ replicas: 0, status: { averageValueMilli: 0 } });
    expect(getExternalPerPodMetricReplicas(2, 10_000, [MAX_INT64, 1], tolerances, 34)).toMatchObject({ replicas: 2_147_483_647 });
  });

  test('of an external metric stops at the largest replica count from 1.34 on; one of an object never does', () => {
    expect(getExternalPerPodMetricReplicas(2, 1, [3_000_000_000], tolerances, 33)).toMatchObject({ replicas: -2_147_483_648 });
    const capped = { replicas: 2_147_483_647, status: { averageValueMilli: 1_500_000_000 } };
    expect(getExternalPerPodMetricReplicas(2, 1, [3_000_000_000], tolerances, 34)).toMatchObject(capped);
    expect(getObjectPerPodMetricReplicas(2, 1, 3_000_000_000, tolerances)).toMatchObject({ replicas: -2_147_483_648 });
  });
});
