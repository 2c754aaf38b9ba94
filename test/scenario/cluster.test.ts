import { toControllerFlags, toCustomPipeline, toMetricsPipeline, toNodePool } from '../../lib/scenario/cluster';
import { type Workload } from '../../lib/simulator/world/world';
import { deployment, hpa, worldOf } from './worlds';

test('flags are the defaults of kube-controller-manager unless given', () => {
  expect(toControllerFlags()).toEqual({
    syncPeriodSeconds: 15, downscaleStabilizationSeconds: 300, tolerance: 0.1, cpuInitializationPeriodSeconds: 300, initialReadinessDelaySeconds: 30,
  });
  expect(toControllerFlags({ syncPeriod: '5s', downscaleStabilization: '1m', tolerance: 0, cpuInitializationPeriod: 0, initialReadinessDelay: '1s' })).toEqual({
    syncPeriodSeconds: 5, downscaleStabilizationSeconds: 60, tolerance: 0, cpuInitializationPeriodSeconds: 0, initialReadinessDelaySeconds: 1,
  });
});

test('the metrics pipeline has default delays', () => {
  const usual = toMetricsPipeline();
  expect(usual).toEqual({
    resource: { resolutionSeconds: 15, kubeletSeconds: 10 }, custom: { scrapeSeconds: 30, rateWindowSeconds: 120, discoverySeconds: 10, relistSeconds: 60, cacheSeconds: 0, nanBecomes: 'zero' },
  });
  expect(toMetricsPipeline({ resource: { resolution: '60s' }, custom: { scrape: '15s', nan: 'missing' } })).toEqual({
    resource: { ...usual.resource, resolutionSeconds: 60 }, custom: { ...usual.custom, scrapeSeconds: 15, nanBecomes: 'missing' },
  });
  expect(toCustomPipeline({ rateWindow: '1m', discovery: '5s', relist: 0, cache: '30s' })).toEqual({ rateWindowSeconds: 60, discoverySeconds: 5, relistSeconds: 0, cacheSeconds: 30 });
});

describe('a node pool', () => {
  const workload = (more: Partial<Workload>): Workload => ({ ...worldOf([hpa('web'), deployment('web')]).workloads[0], nodePool: 'a', ...more });

  test('has defaults', () => {
    expect(toNodePool('a', {}, [])).toEqual({
      name: 'a', cpuMilli: 4000, memoryBytes: 16 * 2 ** 30, podsPerNode: 110, initialNodes: 0, minNodes: 0, maxNodes: 10,
      provisioning: { kind: 'deterministic', value: 90 }, scanSeconds: 10, removeEmptyAfterSeconds: 600, pricePerNodeHour: 0,
    });
  });

  test.each([
    ['CPU', { cpu: 1 }, { replicas: 5 }, 3],
    ['memory', { memory: '2Gi' }, { replicas: 5 }, 3],
    ['the number of pods', { podsPerNode: 1 }, { replicas: 5 }, 5],
    ['the minimum', { min: 4 }, { replicas: 1 }, 4],
    ['the maximum', { max: 2, podsPerNode: 1 }, { replicas: 5 }, 2],
    ['pods that fit on no node', { cpu: '100m' }, { replicas: 5 }, 0],
    ['workloads elsewhere', {}, { replicas: 5, nodePool: 'b' }, 0],
  ])('begins with as many nodes as its pods need: %s', (_, pool, more, nodes) => {
    expect(toNodePool('a', pool, [workload(more)]).initialNodes).toBe(nodes);
  });
});
