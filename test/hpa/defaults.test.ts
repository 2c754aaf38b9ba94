import { generateHPAScaleDownRules, generateHPAScaleUpRules, setDefaultsHorizontalPodAutoscaler } from '../../lib/hpa';

describe('API defaulting of an autoscaler', () => {
  test('gives a floor of one and eighty percent of the requested cpu', () => {
    expect(setDefaultsHorizontalPodAutoscaler({ maxReplicas: 3 })).toEqual({
      minReplicas: 1,
      maxReplicas: 3,
      metrics: [{ type: 'Resource', resource: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } }],
      behavior: undefined,
    });
    expect(setDefaultsHorizontalPodAutoscaler({ maxReplicas: 3, metrics: [] }).metrics).toHaveLength(1);
  });

  test('keeps a floor of zero and the metrics that were given', () => {
    const metrics = [{ type: 'Pods' as const, name: 'qps', target: { type: 'AverageValue' as const, averageValueMilli: 1000 } }];
    expect(setDefaultsHorizontalPodAutoscaler({ minReplicas: 0, maxReplicas: 3, metrics })).toMatchObject({ minReplicas: 0, metrics });
  });

  test('leaves a missing behavior out, and fills both directions of an empty one', () => {
    expect(setDefaultsHorizontalPodAutoscaler({ maxReplicas: 3, behavior: null }).behavior).toBeUndefined();
    expect(setDefaultsHorizontalPodAutoscaler({ maxReplicas: 3, behavior: {} }).behavior).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Max',
        policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }],
      },
      scaleDown: { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] },
    });
  });

  test('keeps every field that was written, a window of zero included, and replaces the whole list of policies', () => {
    const rules = { stabilizationWindowSeconds: 0, selectPolicy: 'Disabled' as const, policies: [], tolerance: 0 };
    expect(generateHPAScaleDownRules(rules)).toEqual(rules);
    expect(generateHPAScaleUpRules({ ...rules, stabilizationWindowSeconds: 7 })).toEqual({ ...rules, stabilizationWindowSeconds: 7 });
  });
});
