import { getContainerMetrics, getPodMetrics, type PodMetrics } from '../../lib/hpa';

function metrics(...containers: Array<[string, number | undefined]>): PodMetrics {
  return { timestamp: 5, window: 30, containers: containers.map(([name, usageMilli]) => ({ name, usageMilli })) };
}

describe('the usage of a pod', () => {
  test('is the sum over its containers', () => {
    expect(getPodMetrics(metrics(['a', 100], ['b', 0], ['c', 7]))).toEqual({ totalMilli: 107, timestamp: 5, window: 30 });
  });

  test('is not known when a container lacks it, or there is none', () => {
    expect(getPodMetrics(metrics(['a', 100], ['b', undefined]))).toBeUndefined();
    expect(getPodMetrics(metrics())).toBeUndefined();
  });
});

describe('the usage of a container', () => {
  test('is its own', () => {
    expect(getContainerMetrics(metrics(['a', 100], ['b', 0]), 'b', 28)).toEqual({ totalMilli: 0, timestamp: 5, window: 30 });
    expect(getContainerMetrics(metrics(['a', undefined]), 'a', 28)).toBeUndefined();
  });

  test('fails the metric until 1.32 where the container is not there, and is skipped later', () => {
    expect(getContainerMetrics(metrics(['a', 100]), 'b', 32)).toEqual({ error: 'container b not present in metrics' });
    expect(getContainerMetrics(metrics(['a', 100]), 'b', 33)).toBeUndefined();
  });
});
