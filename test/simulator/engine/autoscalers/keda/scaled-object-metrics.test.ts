import { ScaledObjectMetrics } from '../../../../../lib/simulator/engine/autoscalers/keda/scaled-object-metrics';
import { triggerReader } from '../../../../../lib/simulator/engine/autoscalers/keda/trigger-reader';
import { type ScaledObjectSpec, type Trigger } from '../../../../../lib/simulator/world/world';
import { backend, scaledObject, trigger } from './scaled-objects';

const LAG = trigger({ name: 'lag', metric: 's0-lag' });
const RATE = trigger({ name: 'rate', metric: 's1-rate' });

/** Two triggers whose values can be set. */
function twoTriggers(spec: Partial<ScaledObjectSpec> = {}, triggers: readonly Trigger[] = [LAG, RATE]) {
  const values: Array<number | undefined> = [4, 0];
  const readers = triggers.map((each, i) => triggerReader(each, backend(undefined, { measure: () => values[i] })));
  return { values, metrics: new ScaledObjectMetrics(scaledObject({ triggers, ...spec }), readers, () => ({ specReplicas: 3, readyPods: 2 })) };
}

const fallback = { failureThreshold: 1, replicas: 6, behavior: 'static' } as const;

describe('a poll', () => {
  test('is active when any trigger is, and names those that are', () => {
    expect(twoTriggers().metrics.poll(0)).toMatchObject({ activity: { isActive: true, isError: false, activeTriggers: ['lag'] } });
  });

  test('continues after a failing trigger, and reports it', () => {
    const { values, metrics } = twoTriggers();
    values[1] = undefined;
    expect(metrics.poll(0).activity).toEqual({ isActive: true, isError: true, activeTriggers: ['lag'] });
  });

  test('is always active without any trigger of its own, as with cpu alone', () => {
    expect(twoTriggers({}, []).metrics.poll(0).activity).toEqual({ isActive: true, isError: false, activeTriggers: [] });
  });

  test('counts a fallback as active, so that a failing source scales the target up', () => {
    const { values, metrics } = twoTriggers({ fallback });
    values.fill(undefined);
    expect(metrics.poll(0).activity).toMatchObject({ isActive: false, isError: true });
    expect(metrics.poll(30).activity).toEqual({ isActive: true, isError: false, activeTriggers: ['lag', 'rate'] });
  });

  test('counts a fallback to 0 replicas as active as well', () => {
    const { values, metrics } = twoTriggers({ fallback: { ...fallback, replicas: 0 } });
    values.fill(undefined);
    metrics.poll(0);
    expect(metrics.poll(30)).toMatchObject({ triggers: [{ fallback: 0 }, { fallback: 0 }], activity: { isActive: true, activeTriggers: ['lag', 'rate'] } });
  });
});

describe('a request of the HPA', () => {
  test('returns the requested trigger, truncated to thousandths', () => {
    const { values, metrics } = twoTriggers();
    values[0] = 4.00099;
    expect([metrics.read('s0-lag', 0), metrics.read('s1-rate', 0)]).toEqual([4000, 0]);
  });

  test('fails until the fallback takes effect, and counts as a failure like a poll', () => {
    const { values, metrics } = twoTriggers({ fallback });
    values[0] = undefined;
    expect(metrics.read('s0-lag', 0)).toEqual({ error: 'error getting metric of redis: no value' });
    expect(metrics.read('s0-lag', 15)).toBe(60_000);
    values[0] = 4;
    expect(metrics.read('s0-lag', 30)).toBe(4000);
  });

  test('returns the value of the last poll with cached metrics', () => {
    const { values, metrics } = twoTriggers({}, [{ ...LAG, useCachedMetrics: true }, RATE]);
    expect(metrics.read('s0-lag', 0)).toBe(4000);
    metrics.poll(0);
    values[0] = 9;
    expect(metrics.read('s0-lag', 15)).toBe(4000);
    metrics.poll(30);
    expect(metrics.read('s0-lag', 45)).toBe(9000);
  });
});

describe('a formula', () => {
  const modifiers = { formula: 'max(lag, rate)', target: 2, activationTarget: 5, metricType: 'AverageValue' } as const;

  test('is the only metric, and decides activation by its own target', () => {
    const { values, metrics } = twoTriggers({ modifiers });
    expect(metrics.read('composite-metric', 0)).toBe(4000);
    expect(metrics.poll(0)).toMatchObject({ composite: { value: 4, isActive: false }, activity: { isActive: false, activeTriggers: [] } });
    values[1] = 6;
    expect(metrics.poll(0).activity).toEqual({ isActive: true, isError: false, activeTriggers: ['ModifiersTrigger'] });
  });

  test('fails with any trigger', () => {
    const { values, metrics } = twoTriggers({ modifiers });
    values[1] = undefined;
    expect(metrics.read('composite-metric', 0)).toEqual({ error: 'error getting metric of redis: no value' });
    expect(metrics.poll(0).activity).toEqual({ isActive: false, isError: true, activeTriggers: [] });
  });

  test('is replaced by the fallback of its target', () => {
    const { values, metrics } = twoTriggers({ modifiers, fallback });
    values[1] = undefined;
    metrics.poll(0);
    expect(metrics.read('composite-metric', 15)).toBe(12_000);
  });

  test('omits a failing trigger with fallback behavior scalingModifiers', () => {
    const { values, metrics } = twoTriggers({ modifiers: { ...modifiers, formula: 'max(lag, rate ?? 8)' }, fallback: { ...fallback, behavior: 'scalingModifiers' } });
    values[1] = undefined;
    metrics.poll(0);
    expect(metrics.read('composite-metric', 15)).toBe(8000);
  });

  test('is the target times the fallback replicas when no trigger is left', () => {
    const { values, metrics } = twoTriggers({ modifiers: { ...modifiers, formula: 'rate ?? rate' }, fallback: { ...fallback, behavior: 'scalingModifiers' } });
    values[1] = undefined;
    metrics.poll(0);
    expect(metrics.read('composite-metric', 15)).toBe(modifiers.target * fallback.replicas * 1000);
  });

  test.each([['lag - 10', 0], ['rate / 0', { error: 'the formula comes to NaN' }], ['5 % min(int(rate), 0)', { error: expect.stringContaining('integer divide by zero') }]])('%s gives %p', (formula, expected) => {
    expect(twoTriggers({ modifiers: { ...modifiers, formula } }).metrics.read('composite-metric', 0)).toEqual(expected);
  });
});
