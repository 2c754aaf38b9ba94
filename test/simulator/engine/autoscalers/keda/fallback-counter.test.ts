import { FallbackCounter } from '../../../../../lib/simulator/engine/autoscalers/keda/fallback-counter';
import { type FallbackBehavior, type ScaledObjectSpec, type Trigger } from '../../../../../lib/simulator/world/world';
import { scaledObject, trigger } from './scaled-objects';

function failed(times: number, spec: Partial<ScaledObjectSpec>, of: Partial<Trigger> = {}): FallbackCounter {
  const counter = new FallbackCounter(scaledObject(spec), trigger(of));
  for (let time = 0; time < times; time++) counter.fail();
  return counter;
}

const at = (specReplicas: number, readyPods = specReplicas) => ({ specReplicas, readyPods });
const fallback = (behavior: FallbackBehavior = 'static') => ({ failureThreshold: 3, replicas: 6, behavior });

test('takes effect at the failure after the threshold of consecutive ones', () => {
  expect([3, 4].map((times) => failed(times, { fallback: fallback() }).value(at(2)))).toEqual([undefined, 60]);
});

test('restarts its count after a success', () => {
  const counter = failed(4, { fallback: fallback() });
  counter.succeed();
  counter.fail();
  expect(counter.value(at(2))).toBeUndefined();
});

test.each<[FallbackBehavior, number, number]>([
  ['static', 9, 60], ['currentReplicas', 9, 90], ['currentReplicasIfHigher', 9, 90], ['currentReplicasIfHigher', 2, 60], ['currentReplicasIfLower', 2, 20],
  ['currentReplicasIfLower', 9, 60],
])('%s with %i replicas makes the HPA ask for them: %i', (behavior, current, value) => {
  expect(failed(4, { fallback: fallback(behavior) }).value(at(current))).toBe(value);
});

test('the target counts in thousandths, cut off', () => {
  expect(failed(4, { fallback: fallback() }, { threshold: 0.8 }).value(at(2))).toBe(4.8);
  expect(failed(4, { fallback: { ...fallback(), replicas: 1 } }, { threshold: 1.2345 }).value(at(2))).toBe(1.234);
});

test('has no value without a fallback', () => {
  expect(failed(9, {}).value(at(2))).toBeUndefined();
});

test('a target of type Value is met by as many times as there are ready pods, and by none without any', () => {
  const value = failed(9, { fallback: fallback() }, { metricType: 'Value' });
  expect(value.value(at(5, 4))).toBe(15);
  expect(value.value(at(5, 0))).toBeUndefined();
});

test('under a formula its target counts, if it is a whole number', () => {
  const modifiers = { formula: 'a', target: 2, activationTarget: 0, metricType: 'AverageValue' as const };
  expect(failed(4, { fallback: fallback(), modifiers }).value(at(2))).toBe(12);
  expect(failed(4, { fallback: fallback(), modifiers: { ...modifiers, target: 2.5 } }).value(at(2))).toBeUndefined();
});

test('the formula may omit the trigger from the threshold on', () => {
  expect([3, 4].map((times) => failed(times, { fallback: fallback('scalingModifiers') }).isLeftOut)).toEqual([false, true]);
  expect(failed(9, { fallback: fallback('scalingModifiers') }).value(at(2))).toBeUndefined();
  expect(failed(9, { fallback: fallback() }).isLeftOut).toBe(false);
});
