import {
  calculateScaleUpLimit, controllerParameters, convertDesiredReplicasWithBehaviorRate, convertDesiredReplicasWithRules, generateHPAScaleDownRules,
  generateHPAScaleUpRules, type HPAScalingRules, ScaleEventLog,
} from '../../lib/hpa';

const parameters = controllerParameters(35);

describe('a step without a behavior', () => {
  function step(current: number, desired: number, min: number, max: number): [number, string] {
    const { replicas, reason } = convertDesiredReplicasWithRules(current, desired, min, max, parameters);
    return [replicas, reason];
  }

  test.each([
    [3, 7, 2, 20, 6, 'ScaleUpLimit'], [3, 6, 2, 20, 6, 'DesiredWithinRange'], [1, 9, 1, 20, 4, 'ScaleUpLimit'], [3, 7, 2, 6, 6, 'TooManyReplicas'],
    [3, 7, 2, 5, 5, 'TooManyReplicas'], [3, 1, 2, 20, 2, 'TooFewReplicas'], [3, 2, 2, 20, 2, 'DesiredWithinRange'], [9, 1, 1, 20, 1, 'DesiredWithinRange'],
  ])('from %i towards %i within %i..%i goes to %i (%s)', (current, desired, min, max, replicas, reason) => {
    expect(step(current, desired, min, max)).toEqual([replicas, reason]);
  });

  test('may double, and reach four in any case', () => {
    expect([0, 1, 2, 3].map((current) => calculateScaleUpLimit(current, parameters))).toEqual([4, 4, 4, 6]);
    expect(calculateScaleUpLimit(2 ** 30, parameters)).toBe(-(2 ** 31));
    expect(calculateScaleUpLimit(3, controllerParameters(35, { scaleUpLimitFactor: 1.5, scaleUpLimitMinimum: 1 }))).toBe(4);
  });
});

describe('a step under a behavior', () => {
  const behaviorOf = (rules: HPAScalingRules): Parameters<typeof convertDesiredReplicasWithBehaviorRate>[4] => (
    { scaleUp: generateHPAScaleUpRules(rules), scaleDown: generateHPAScaleDownRules(rules) }
  );
  const four = behaviorOf({ policies: [{ type: 'Pods', value: 4, periodSeconds: 60 }] });

  function step(current: number, desired: number, min: number, max: number, behavior = four, added = 0, deleted = 0): unknown[] {
    const events = (replicaChange: number): ScaleEventLog => ScaleEventLog.of([{ replicaChange, timestamp: -1, outdated: false }]);
    const converted = convertDesiredReplicasWithBehaviorRate(current, desired, min, max, behavior, events(added), events(deleted), 0);
    return [converted.replicas, converted.reason, converted.policyLimit?.limit];
  }

  test.each([
    [3, 9, 1, 20, 7, 'ScaleUpLimit', 7], [3, 7, 1, 20, 7, 'DesiredWithinRange', 7], [3, 9, 1, 7, 7, 'TooManyReplicas', 7], [3, 9, 1, 5, 5, 'TooManyReplicas', 7],
    [9, 1, 1, 20, 5, 'ScaleDownLimit', 5], [9, 5, 1, 20, 5, 'DesiredWithinRange', 5], [9, 1, 5, 20, 5, 'TooFewReplicas', 5], [9, 1, 7, 20, 7, 'TooFewReplicas', 5],
    [4, 4, 1, 20, 4, 'DesiredWithinRange', undefined], [4, 4, 9, 3, 4, 'DesiredWithinRange', undefined],
  ])('from %i towards %i within %i..%i goes to %i (%s)', (current, desired, min, max, replicas, reason, limit) => {
    expect(step(current, desired, min, max)).toEqual([replicas, reason, limit]);
  });

  test('waits, and does not turn around, when the period has used up more than its policies allow', () => {
    expect(step(10, 12, 1, 20, four, 9)).toEqual([10, 'ScaleUpLimit', 5]);
    expect(step(10, 8, 1, 20, four, 0, 9)).toEqual([10, 'ScaleDownLimit', 15]);
  });

  test('does not happen in a direction that is disabled', () => {
    const disabled = behaviorOf({ selectPolicy: 'Disabled' });
    expect(step(3, 9, 1, 20, disabled)).toEqual([3, 'ScaleUpLimit', 3]);
    expect(step(9, 3, 1, 20, disabled)).toEqual([9, 'ScaleDownLimit', 9]);
  });
});
