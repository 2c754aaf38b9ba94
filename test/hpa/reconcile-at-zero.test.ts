import { controllerParameters, type MetricReading, type MetricSpec } from '../../lib/hpa';
import { external, lag, qps, reasons, Workload } from './workload';

describe('a workload at zero', () => {
  const spec = { minReplicas: 0, maxReplicas: 9, metrics: [external] };
  const asleep = { type: 'ScaledToZero', status: 'True', reason: 'ScaledToZero' } as const;
  const on = { featureGates: { HPAScaleToZero: true } };
  const off = { featureGates: { HPAScaleToZero: false } };

  test('is ignored until 1.35 unless minReplicas is 0', () => {
    const result = new Workload({ ...spec, minReplicas: 1 }, 0, controllerParameters(35)).pass([lag(3)]);
    expect(result).toMatchObject({ replicas: 0, scaleUpdated: false, status: { desiredReplicas: 0, currentMetrics: null } });
    expect(reasons(result)).toEqual(['AbleToScale=True/SucceededGetScale', 'ScalingActive=False/ScalingDisabled']);
    expect(new Workload(spec, 0, controllerParameters(35)).pass([lag(3)]).replicas).toBe(3);
  });

  test('scales up from 1.36 on only if the autoscaler scaled it to zero', () => {
    expect(new Workload(spec, 0, controllerParameters(36, on)).pass([lag(3)])).toMatchObject({ replicas: 0, scaleUpdated: false });
    expect(new Workload(spec, 0, controllerParameters(36, on)).conditionsSetTo([asleep]).pass([lag(3)]).replicas).toBe(3);
    expect(new Workload(spec, 0, controllerParameters(37)).conditionsSetTo([asleep]).pass([lag(3)]).replicas).toBe(3);
    expect(new Workload(spec, 0, controllerParameters(36)).conditionsSetTo([asleep]).pass([lag(3)]).replicas).toBe(0);
    expect(reasons(new Workload({ ...spec, metrics: [qps] }, 0, controllerParameters(37)).conditionsSetTo([asleep]).pass([lag(3)]))[2]).toMatch(/ScalingDisabled$/);
  });

  test('with a raised minReplicas is evaluated with any metrics', () => {
    const result = new Workload({ ...spec, minReplicas: 1, metrics: [qps] }, 0, controllerParameters(37)).conditionsSetTo([asleep]).pass([{ samples: [] }]);
    expect(reasons(result)[2]).toBe('ScalingActive=False/FailedGetPodsMetric');
  });

  test('keeps the condition until 1.35, and from 1.36 on where the gate is on', () => {
    const conditionsOf = (minor: number, gates: typeof on): string => {
      const human = { ...asleep, status: 'False', reason: 'NotScaledToZero' } as const;
      return reasons(new Workload({ ...spec, minReplicas: 1 }, 0, controllerParameters(minor, gates)).conditionsSetTo([human]).pass([lag(3)])).join();
    };
    expect([conditionsOf(35, off), conditionsOf(36, on)].every((conditions) => conditions.includes('ScaledToZero'))).toBe(true);
    expect(conditionsOf(36, off)).not.toContain('ScaledToZero');
  });

  test('loses the condition where the gate is off', () => {
    const parameters = controllerParameters(37, off);
    expect(reasons(new Workload(spec, 0, parameters).conditionsSetTo([asleep]).pass([lag(3)]))).toEqual([
      'AbleToScale=True/SucceededGetScale', 'ScalingActive=False/ScalingDisabled',
    ]);
    expect(reasons(new Workload(spec, 4, parameters).conditionsSetTo([asleep]).pass([lag(6)])).join()).not.toContain('ScaledToZero');
    expect(reasons(new Workload(spec, 4, controllerParameters(35)).conditionsSetTo([asleep]).pass([lag(6)]))[0]).toBe('ScaledToZero=True/ScaledToZero');
  });

  test('scales to at least a minReplicas that was raised meanwhile', () => {
    const raised = { ...spec, minReplicas: 3 };
    const legacy = new Workload(raised, 0, controllerParameters(37)).conditionsSetTo([asleep]);
    expect(legacy.pass([lag(0)])).toMatchObject({ replicas: 3, rescaleReason: '' });
    const behavior = { scaleUp: { policies: [{ type: 'Pods' as const, value: 1, periodSeconds: 60 }] } };
    const limited = new Workload({ ...raised, behavior }, 0, controllerParameters(37)).conditionsSetTo([asleep]);
    expect(limited.pass([lag(2)])).toMatchObject({ replicas: 3, rescaleReason: 'external metric lag(nil) above target' });
    const idle = new Workload({ ...raised, behavior: {} }, 0, controllerParameters(37)).conditionsSetTo([asleep]);
    expect(idle.pass([lag(0)])).toMatchObject({ replicas: 3, rescaleReason: 'Current number of replicas below Spec.MinReplicas' });
    const higher = new Workload({ ...raised, behavior: {} }, 0, controllerParameters(37)).conditionsSetTo([asleep]);
    expect(higher.pass([lag(4)])).toMatchObject({ replicas: 4 });
  });

  test('that was scaled to zero by hand stays at zero despite a higher minReplicas', () => {
    const result = new Workload({ ...spec, minReplicas: 3 }, 0, controllerParameters(37))
      .conditionsSetTo([{ type: 'ScaledToZero', status: 'False', reason: 'NotScaledToZero' }]).pass([lag(5)]);
    expect(result).toMatchObject({ replicas: 0, scaleUpdated: false });
  });

  test('is marked ScaledToZero by the step to zero, and unmarked by every other step', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 0 } };
    const marked = (metrics: MetricSpec[], minReplicas: number, readings: MetricReading[], max = 9): string => {
      const result = new Workload({ minReplicas, maxReplicas: max, metrics, behavior }, 4, controllerParameters(37)).pass(readings);
      return reasons(result).find((condition) => condition.startsWith('ScaledToZero'))!;
    };
    expect(marked([external], 0, [lag(0)])).toBe('ScaledToZero=True/ScaledToZero');
    expect(marked([external], 0, [lag(1)])).toBe('ScaledToZero=False/NotScaledToZero');
    expect(marked([external], 0, [lag(0)], 2)).toBe('ScaledToZero=False/NotScaledToZero');
    expect(marked([qps], 0, [{ samples: [{ totalMilli: 0, timestamp: 0, window: 0 }] }])).toBe('ScaledToZero=False/NotScaledToZero');
    expect(marked([{ ...qps, type: 'Object' }], 0, [{ valueMilli: 0 }])).toBe('ScaledToZero=True/ScaledToZero');
    expect(marked([external, qps], 0, [lag(0), { samples: [{ totalMilli: 0, timestamp: 0, window: 0 }] }])).toBe('ScaledToZero=True/ScaledToZero');
  });
});
