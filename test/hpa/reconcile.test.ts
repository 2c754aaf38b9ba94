import fc from 'fast-check';
import { controllerParameters, type MetricReading, type MetricSpec, newControllerMemory } from '../../lib/hpa';
import { external, lag, qps, reasons, Workload } from './workload';

describe('a pass', () => {
  test('scales to the highest proposal and says which metric asked for it', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external, qps] }, 4);
    const result = workload.pass([lag(5), { samples: [{ totalMilli: 7000, timestamp: 0, window: 0 }] }]);
    expect(result).toMatchObject({
      replicas: 7, scaleUpdated: true, rescaleReason: 'pods metric qps above target', error: undefined,
      status: { currentReplicas: 4, desiredReplicas: 7, lastScaleTime: 0, currentMetrics: [{ averageValueMilli: 1250 }, { averageValueMilli: 1750 }] },
      trace: { decidingMetric: 1, recommendation: 7, stabilized: 7, limited: 7, limitReason: 'DesiredWithinRange' },
    });
    expect(reasons(result)).toEqual(['AbleToScale=True/SucceededRescale', 'ScalingActive=True/ValidMetricFound', 'ScalingLimited=False/DesiredWithinRange']);
  });

  test('keeps the time of its last step when it makes none', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 4);
    workload.pass([lag(6)]);
    const { status, scaleUpdated, rescaleReason } = workload.pass([lag(6)]);
    expect([status.lastScaleTime, status.desiredReplicas, scaleUpdated, rescaleReason]).toEqual([0, 6, false, undefined]);
    expect(workload.pass([lag(8)]).status.lastScaleTime).toBe(30_000);
  });

  test('remembers the replicas it found first as a recommendation', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 8);
    expect(reasons(workload.pass([lag(2)]))[0]).toBe('AbleToScale=True/ReadyForNewScale'.replace('ReadyForNewScale', 'ScaleDownStabilized'));
    workload.state.memory = newControllerMemory();
    workload.now += 1_000_000;
    expect(workload.pass([lag(2)])).toMatchObject({ replicas: 8, trace: { recommendation: 2, stabilized: 8 } });
  });

  test('scales down once the window has passed, and says that all metrics are below their target', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 8);
    workload.pass([lag(2)]);
    workload.now = 300_000;
    expect(workload.pass([lag(2)]).scaleUpdated).toBe(false);
    workload.now = 300_001;
    expect(workload.pass([lag(2)])).toMatchObject({ replicas: 2, rescaleReason: 'All metrics below target' });
  });

  test('corrects replicas outside the bounds at once, without reading a metric or asking a policy', () => {
    const behavior = { scaleUp: { selectPolicy: 'Disabled' as const }, scaleDown: { selectPolicy: 'Disabled' as const } };
    const spec = { minReplicas: 3, maxReplicas: 5, metrics: [external], behavior };
    expect(new Workload(spec, 9).pass([lag(9)])).toMatchObject({
      replicas: 5, rescaleReason: 'Current number of replicas above Spec.MaxReplicas', status: { currentMetrics: null }, trace: {},
    });
    expect(new Workload(spec, 2).pass([lag(9)])).toMatchObject({ replicas: 3, rescaleReason: 'Current number of replicas below Spec.MinReplicas' });
    expect(new Workload(spec, 5).pass([lag(9)])).toMatchObject({ replicas: 5, scaleUpdated: false });
    expect(new Workload(spec, 3).pass([lag(1)])).toMatchObject({ replicas: 3, scaleUpdated: false });
  });

  test('lets its policies count the corrections of bounds too', () => {
    const behavior = { scaleUp: { policies: [{ type: 'Pods' as const, value: 4, periodSeconds: 60 }] } };
    const workload = new Workload({ minReplicas: 3, maxReplicas: 50, metrics: [external], behavior }, 1);
    workload.pass([lag(30)]);
    expect(workload.pass([lag(30)])).toMatchObject({
      replicas: 5, trace: { limitReason: 'ScaleUpLimit', policyLimit: { limit: 5, periodStartReplicas: 1, policy: { type: 'Pods', value: 4 } } },
    });
  });

  test('overflows as upstream does where a count is beyond half of what 32 bits hold', () => {
    const workload = new Workload({ minReplicas: 0, maxReplicas: 2 ** 31 - 1, metrics: [external] }, 2 ** 30, controllerParameters(37));
    expect(workload.pass([lag(2 ** 30)], { pods: [] })).toMatchObject({ replicas: -(2 ** 31), trace: { limitReason: 'ScaleUpLimit' } });
    const next = workload.pass([lag(2 ** 30)], { pods: [] });
    expect(next).toMatchObject({ replicas: 0, rescaleReason: 'Current number of replicas below Spec.MinReplicas' });
    expect(reasons(next)).toContain('ScaledToZero=False/NotScaledToZero');
  });

  test('takes a negative proposal for none', () => {
    const spec = { minReplicas: 0, maxReplicas: 9, metrics: [external], behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } };
    const result = new Workload(spec, 3, controllerParameters(33)).pass([{ samplesMilli: [-9000] }]);
    expect(result).toMatchObject({ replicas: 0, trace: { recommendation: 0, metrics: [{ replicas: -9 }] } });
  });

  test('gives no reason for a step that results from the window alone', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 8);
    workload.pass([lag(8)]);
    workload.replicas = 4;
    expect(workload.pass([lag(4)])).toMatchObject({ replicas: 8, rescaleReason: '' });
  });

  test('falls back on the downscale stabilization, in whole seconds, where a behavior names no window', () => {
    const behavior = { scaleUp: { stabilizationWindowSeconds: 0 } };
    const workload = new Workload({ maxReplicas: 20, metrics: [external], behavior }, 8, controllerParameters(35, { downscaleStabilization: 60_900 }));
    workload.pass([lag(8)]);
    workload.now = 59_999;
    expect(reasons(workload.pass([lag(2)]))[0]).toBe('AbleToScale=True/ScaleDownStabilized');
    workload.now = 60_000;
    expect(workload.pass([lag(2)]).replicas).toBe(2);
  });

  test('reports a scale-up that the window delayed', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external], behavior: { scaleUp: { stabilizationWindowSeconds: 60 } } }, 3);
    expect(reasons(workload.pass([lag(9)]))[0]).toBe('AbleToScale=True/ScaleUpStabilized');
  });
});

describe('a metric that fails', () => {
  const both = { maxReplicas: 20, metrics: [qps, external] };

  test('forbids a scale-down, and stands in the status without a value', () => {
    const workload = new Workload(both, 4);
    const result = workload.pass([{ error: 'gone' }, lag(3)]);
    expect(result).toMatchObject({
      replicas: 4, scaleUpdated: false, error: expect.stringContaining('1 invalid out of 2'), status: { currentMetrics: [{}, { averageValueMilli: 750 }] },
      trace: { metrics: [{ error: { reason: 'FailedGetPodsMetric', message: 'gone' } }, { replicas: 3 }] },
    });
    expect(reasons(result)).toEqual(['AbleToScale=True/SucceededGetScale', 'ScalingActive=False/FailedGetPodsMetric']);
  });

  test('does not keep the others from scaling up or staying, but the pass reports it', () => {
    expect(new Workload(both, 4).pass([{ error: 'gone' }, lag(6)])).toMatchObject({ replicas: 6, scaleUpdated: true, error: expect.stringContaining('gone') });
    expect(new Workload(both, 4).pass([{ error: 'gone' }, lag(4)])).toMatchObject({ replicas: 4, scaleUpdated: false, error: expect.stringContaining('gone') });
  });

  test('keeps the old metrics in the status until 1.28, and replaces them from 1.29 on', () => {
    for (const [minor, metrics] of [[28, [{ averageValueMilli: 1000 }]], [29, [{}]]] as const) {
      const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 4, controllerParameters(minor));
      workload.pass([lag(4)]);
      const { status } = workload.pass([{ error: 'gone' }]);
      expect([status.desiredReplicas, status.currentReplicas, status.currentMetrics]).toEqual([4, 4, metrics]);
    }
  });

  test('takes precedence over a proposal below zero', () => {
    const spec = { minReplicas: 0, maxReplicas: 20, metrics: [qps, external] };
    expect(new Workload(spec, 0, controllerParameters(30)).pass([{ error: 'gone' }, lag(-2)]).trace.recommendation).toBeUndefined();
    expect(new Workload(spec, 0, controllerParameters(30)).pass([{ error: 'gone' }, lag(0)])).toMatchObject({ trace: { recommendation: 0, decidingMetric: 1 } });
  });

  test('is the first of several in the condition', () => {
    expect(reasons(new Workload(both, 4).pass([{ error: 'a' }, { error: 'b' }]))[1]).toBe('ScalingActive=False/FailedGetPodsMetric');
  });

  test.each<[MetricSpec, MetricReading | undefined, string]>([
    [{ ...qps, type: 'Resource', resource: 'cpu' }, undefined, 'FailedGetResourceMetric'],
    [{ ...qps, type: 'ContainerResource', resource: 'cpu', container: 'main' }, undefined, 'FailedGetContainerResourceMetric'],
    [{ ...qps, type: 'Object' }, undefined, 'FailedGetObjectMetric'],
    [external, { samplesMilli: [] }, 'FailedGetExternalMetric'],
    [{ ...qps, type: 'Cheese' as never }, { samples: [] }, 'InvalidMetricSourceType'],
    [external, { valueMilli: 3 }, 'FailedGetExternalMetric'],
    [qps, { valueMilli: 3 }, 'FailedGetPodsMetric'],
    [{ ...qps, type: 'Resource', resource: 'cpu' }, { valueMilli: 3 }, 'FailedGetResourceMetric'],
    [{ ...external, type: 'Object' }, { samplesMilli: [3] }, 'FailedGetObjectMetric'],
    [{ ...external, target: { type: 'Value' } }, lag(3), 'FailedGetExternalMetric'],
    [{ ...external, type: 'Object', target: { type: 'Value', averageValueMilli: 3 } }, { valueMilli: 3 }, 'FailedGetObjectMetric'],
    [{ ...external, type: 'Object', target: { type: 'AverageValue', valueMilli: 3 } }, { valueMilli: 3 }, 'FailedGetObjectMetric'],
    [{ ...qps, target: { type: 'AverageValue' } }, { samples: [] }, 'FailedGetPodsMetric'],
    [{ ...qps, type: 'Resource', resource: 'cpu', target: { type: 'Utilization' } }, { samples: [] }, 'FailedGetResourceMetric'],
  ])('of %j with %j gives %s', (metric, reading, reason) => {
    const result = new Workload({ maxReplicas: 20, metrics: [metric] }, 4).pass(reading ? [reading] : []);
    expect(reasons(result)[1]).toBe(`ScalingActive=False/${reason}`);
    expect(result.trace.metrics![0].error!.message).not.toBe('');
  });

  test('with a disabled type leaves an empty condition before 1.30', () => {
    const metric: MetricSpec = { type: 'ContainerResource', resource: 'cpu', container: 'main', target: { type: 'AverageValue', averageValueMilli: 1000 } };
    const reading = { samples: [{ totalMilli: 8000, timestamp: 0, window: 0 }] };
    const off = { featureGates: { HPAContainerMetrics: false } };
    expect(reasons(new Workload({ maxReplicas: 20, metrics: [metric] }, 4, controllerParameters(29, off)).pass([reading]))[1]).toBe('=/');
    expect(new Workload({ maxReplicas: 20, metrics: [metric] }, 4, controllerParameters(30, off)).pass([reading]).replicas).toBe(8);
    expect(new Workload({ maxReplicas: 20, metrics: [metric] }, 4, controllerParameters(28)).pass([reading]).replicas).toBe(8);
  });
});

describe('the message of a metric that fails', () => {
  const resource: MetricSpec = { ...qps, type: 'Resource', resource: 'cpu' };

  test.each<[MetricSpec, MetricReading, string]>([
    [resource, { valueMilli: 3 }, 'the reading is not samples of pods, as this type of metric needs'],
    [qps, { valueMilli: 3 }, 'the reading is not samples of pods, as this type of metric needs'],
    [{ ...external, type: 'Object' }, { samplesMilli: [3] }, 'the reading is not a value, as this type of metric needs'],
    [external, { valueMilli: 3 }, 'the reading is not samples of series, as this type of metric needs'],
    [external, { samplesMilli: [] }, 'no metrics returned from external metrics API'],
    [{ ...qps, target: { type: 'AverageValue' } }, { samples: [] }, 'invalid pods metric source: no average value target was set'],
    [{ ...resource, target: { type: 'Utilization' } }, { samples: [] },
      'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set'],
    [{ ...external, type: 'Object', target: { type: 'Utilization' } }, { valueMilli: 3 },
      'invalid object metric source: neither a value target nor an average value target was set'],
    [{ ...external, target: { type: 'Value' } }, lag(3), 'invalid external metric source: neither a value target nor an average value target was set'],
    [{ ...qps, type: 'Cheese' as never }, { samples: [] }, 'unknown metric source type "Cheese"'],
  ])('of %j with %j is %s', (metric, reading, message) => {
    expect(new Workload({ maxReplicas: 20, metrics: [metric] }, 4).pass([reading]).trace.metrics![0].error!.message).toBe(message);
  });

  test('is carried by the error of the pass', () => {
    expect(new Workload({ maxReplicas: 20, metrics: [qps, external] }, 4).pass([{ error: 'gone' }]).error).toBe(
      'failed to compute desired number of replicas based on listed metrics: invalid metrics (2 invalid out of 2), first error is: gone',
    );
    const off = controllerParameters(28, { featureGates: { HPAContainerMetrics: false } });
    const container: MetricSpec = { ...resource, type: 'ContainerResource', container: 'main' };
    expect(new Workload({ maxReplicas: 20, metrics: [container] }, 4, off).pass([{ samples: [] }]).error).toMatch(
      /ContainerResource metric type is not supported: disabled by the feature gate$/,
    );
  });
});

describe('a target that is read by what is set, not by its type', () => {
  test('prefers an average value of a resource to a utilization', () => {
    const metric: MetricSpec = { type: 'Resource', resource: 'memory', target: { type: 'Utilization', averageValueMilli: 1000 } };
    expect(new Workload({ maxReplicas: 20, metrics: [metric] }, 4).pass([{ samples: [{ totalMilli: 8000, timestamp: 0, window: 0 }] }]).replicas).toBe(8);
  });

  test('prefers an average value of an external metric to a value', () => {
    const metric: MetricSpec = { ...external, target: { type: 'Value', averageValueMilli: 1000, valueMilli: 500 } };
    expect(new Workload({ maxReplicas: 20, metrics: [metric] }, 4).pass([lag(6)]).replicas).toBe(6);
  });
});

describe('a selector', () => {
  test.each([['missing', 'InvalidSelector'], ['unparsable', 'InvalidSelector'], ['ambiguous', 'AmbiguousSelector']] as const)('that is %s gives %s', (selectorProblem, reason) => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 4);
    workload.pass([lag(4)]);
    const result = workload.pass([lag(9)], { selectorProblem });
    expect(result).toMatchObject({ replicas: 4, scaleUpdated: false, error: expect.stringContaining(selectorProblem), status: { currentMetrics: null } });
    expect(reasons(result)).toEqual(['AbleToScale=True/SucceededGetScale', `ScalingActive=False/${reason}`, 'ScalingLimited=False/DesiredWithinRange']);
  });
});

describe('a scale that cannot be reached', () => {
  test('for reading changes one condition and nothing else', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 4);
    workload.pass([lag(6)]);
    const before = workload.state.status;
    const result = workload.pass([lag(9)], { getScaleError: true });
    expect(result).toMatchObject({ scaleUpdated: false, error: 'failed to query the scale', replicas: 6 });
    expect({ ...result.status, conditions: [] }).toEqual({ ...before, conditions: [] });
    expect(reasons(result)[0]).toBe('AbleToScale=False/FailedGetScale');
  });

  test('for writing leaves the desired replicas of before, and no event for the policies', () => {
    const behavior = { scaleUp: { policies: [{ type: 'Pods' as const, value: 4, periodSeconds: 600 }] } };
    const workload = new Workload({ maxReplicas: 20, metrics: [external], behavior }, 4);
    const result = workload.pass([lag(20)], { updateScaleError: true });
    expect(result).toMatchObject({
      replicas: 4, scaleUpdated: false, error: 'failed to rescale', rescaleReason: undefined,
      status: { desiredReplicas: 0, currentReplicas: 4, lastScaleTime: undefined, currentMetrics: [{ averageValueMilli: 5000 }] },
    });
    expect(reasons(result)[0]).toBe('AbleToScale=False/FailedUpdateScale');
    expect(workload.pass([lag(20)]).replicas).toBe(8);
  });

  test('for writing leaves no metrics in the status of a pass that read none', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 4);
    workload.pass([lag(4)]);
    workload.replicas = 30;
    expect(workload.pass([lag(4)], { updateScaleError: true })).toMatchObject({ replicas: 30, status: { desiredReplicas: 4, currentMetrics: null } });
  });

  test('does not affect a pass that writes nothing', () => {
    expect(new Workload({ maxReplicas: 20, metrics: [external] }, 4).pass([lag(4)], { updateScaleError: true }).error).toBeUndefined();
  });
});

describe('a controller at work', () => {
  test('keeps replicas within bounds and steps within policies, and never forgets a step it made', () => {
    const scenario = fc.record({
      min: fc.integer({ min: 1, max: 4 }),
      span: fc.integer({ min: 0, max: 30 }),
      value: fc.integer({ min: 1, max: 5 }),
      periodSeconds: fc.constantFrom(1, 15, 60, 300),
      loads: fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 50 }),
    });
    fc.assert(fc.property(scenario, ({ min, span, value, periodSeconds, loads }) => {
      const rules = { stabilizationWindowSeconds: 0, policies: [{ type: 'Pods' as const, value, periodSeconds }] };
      const workload = new Workload({ minReplicas: min, maxReplicas: min + span, metrics: [external], behavior: { scaleUp: rules, scaleDown: rules } }, min);
      const history = [{ now: -1_000_000, replicas: min }];
      for (const load of loads) {
        const { now } = workload;
        const { replicas } = workload.pass([lag(load)]);
        expect(replicas).toBeGreaterThanOrEqual(min);
        expect(replicas).toBeLessThanOrEqual(min + span);
        const before = history.filter((entry) => entry.now <= now - periodSeconds * 1000).at(-1)!.replicas;
        const current = history.at(-1)!.replicas;
        expect(Math.abs(replicas - before)).toBeLessThanOrEqual(Math.max(value, Math.abs(current - before)));
        history.push({ now, replicas });
      }
    }), { seed: 9, numRuns: 60 });
  });

  test('leaves the status of earlier passes as it was', () => {
    const workload = new Workload({ maxReplicas: 20, metrics: [external] }, 4);
    const { status } = workload.pass([lag(6)]);
    const before = structuredClone(status);
    workload.pass([{ error: 'gone' }]);
    expect(status).toEqual(before);
  });

  test('is deterministic', () => {
    const run = (): unknown[] => {
      const workload = new Workload({ maxReplicas: 20, metrics: [external], behavior: {} }, 4);
      return [3, 9, 9, 1, 0, 20, 7].map((load) => workload.pass([lag(load)]));
    };
    expect(run()).toEqual(run());
  });
});
