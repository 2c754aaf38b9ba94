import fc from 'fast-check';
import { DEFAULT_TOLERANCE } from '../../lib/hpa/constants';
import { mostKeptBy, valueThatReaches } from '../../lib/schedule/dead-band';
import { controllerParameters, newControllerState, reconcileAutoscaler, setDefaultsHorizontalPodAutoscaler } from '../../lib/hpa';

test.each([[1, 1], [10, 10], [11, 12], [19, 20], [20, 21], [100, 109]])('to have %i replicas the metric has to be %i', (replicas, value) => {
  expect(valueThatReaches(replicas, DEFAULT_TOLERANCE)).toBe(value);
});

test('without a tolerance the metric is the number of replicas itself', () => {
  expect([1, 11, 20, 500].map((replicas) => valueThatReaches(replicas, 0))).toEqual([1, 11, 20, 500]);
});

test('a number of replicas is exceeded by no more than the tolerance when it is reached', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 0.5, noNaN: true }), (replicas, tolerance) => {
    expect(valueThatReaches(replicas, tolerance)).toBeLessThanOrEqual(Math.ceil(replicas * (1 + tolerance)));
  }));
});

const fast = (value: number) => ({ type: 'Percent', value, periodSeconds: 1 }) as const;

/** Replicas at which a version's controller comes to rest that reads an external metric with a target of 1 per pod. */
function restOf(kubernetesMinor: number, replicas: number, value: number, tolerance: number): number {
  const parameters = controllerParameters(kubernetesMinor, { tolerance });
  const spec = setDefaultsHorizontalPodAutoscaler({
    minReplicas: 1, maxReplicas: 10_000, metrics: [{ type: 'External', name: 'schedule', target: { type: 'AverageValue', averageValueMilli: 1000 } }],
    behavior: { scaleUp: { policies: [fast(900)] }, scaleDown: { stabilizationWindowSeconds: 0, policies: [fast(100)] } },
  });
  const state = newControllerState();
  let count = replicas;
  for (let pass = 1; pass <= 10; pass++) {
    const observation = { now: pass * 15_000, specReplicas: count, statusReplicas: count, pods: [], metrics: [{ samplesMilli: [value * 1000] }] };
    count = reconcileAutoscaler(spec, state, observation, parameters).replicas;
  }
  return count;
}

const worlds = fc.record({
  minor: fc.constantFrom(28, 32, 33, 37), tolerance: fc.constantFrom(0.1, 0.1, 0, 0.05, 0.2),
  replicas: fc.integer({ min: 1, max: 300 }), from: fc.integer({ min: 1, max: 600 }),
});

describe('the simulated controller', () => {
  test('settles at or above the schedule, and at most at the tolerated value', () => {
    fc.assert(fc.property(worlds, ({ minor, tolerance, replicas, from }) => {
      const value = valueThatReaches(replicas, tolerance);
      const rest = restOf(minor, from, value, tolerance);
      expect(rest).toBeGreaterThanOrEqual(replicas);
      expect(rest).toBeLessThanOrEqual(mostKeptBy(value, tolerance));
      if (from < replicas) expect(rest).toBeLessThanOrEqual(value);
    }), { numRuns: 200 });
  });

  test('would stay below the schedule with a smaller value', () => {
    expect([28, 37].map((minor) => restOf(minor, 19, 20, 0.1))).toEqual([19, 19]);
    expect([28, 37].map((minor) => restOf(minor, 19, 21, 0.1))).toEqual([21, 21]);
  });

  test('takes 11 of 10 for within the tolerance in some versions and not in others, so that 12 is asked for', () => {
    expect([28, 37].map((minor) => restOf(minor, 10, 11, 0.1))).toEqual([11, 10]);
    expect([28, 37].map((minor) => restOf(minor, 10, valueThatReaches(11, DEFAULT_TOLERANCE), 0.1))).toEqual([12, 12]);
  });
});
