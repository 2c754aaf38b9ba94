import { defaultHpa, withDefaultHpa } from '../../../../lib/simulator/engine/autoscalers/default-hpa';
import { setDefaultsHorizontalPodAutoscaler } from '../../../../lib/hpa';
import { cpuHpa, replicas, workload } from '../../worlds';

describe('withDefaultHpa', () => {
  test('uses the default metric of the API server', () => {
    expect(setDefaultsHorizontalPodAutoscaler({ maxReplicas: 5 })).toEqual(setDefaultsHorizontalPodAutoscaler(defaultHpa(1, 5)));
  });

  test('keeps the bounds of the autoscaler that it replaces', () => {
    expect(withDefaultHpa(workload('api', { autoscaler: cpuHpa(50, 3, 9) })).autoscaler).toEqual({ kind: 'hpa', name: 'api-default', spec: defaultHpa(3, 9) });
  });

  test('lets a workload without an autoscaler grow to its own count, unless bounds are given', () => {
    expect(withDefaultHpa(workload('api', replicas(4))).autoscaler).toMatchObject({ spec: { minReplicas: 1, maxReplicas: 4 } });
    expect(withDefaultHpa(workload('api', replicas(4)), { minReplicas: 2, maxReplicas: 8 }).autoscaler).toMatchObject({ spec: { minReplicas: 2, maxReplicas: 8 } });
  });
});
