import fc from 'fast-check';
import {
  calculateScaleDownLimitWithBehaviors, calculateScaleUpLimitWithScalingRules, generateHPAScaleUpRules, type HPAScalingRules, ScaleEventLog,
  type ScalingPolicyRule,
} from '../../lib/hpa';

const none = new ScaleEventLog();
const pods = (value: number, periodSeconds = 60): ScalingPolicyRule => ({ type: 'Pods', value, periodSeconds });
const percent = (value: number, periodSeconds = 60): ScalingPolicyRule => ({ type: 'Percent', value, periodSeconds });
const eventsOf = (...changes: Array<[number, number]>): ScaleEventLog => ScaleEventLog.of(changes.map(([replicaChange, second]) => (
  { replicaChange, timestamp: second * 1000, outdated: false }
)));

function up(current: number, rules: HPAScalingRules, added = none, deleted = none): number {
  return calculateScaleUpLimitWithScalingRules(current, added, deleted, generateHPAScaleUpRules(rules), 0).limit;
}

function down(current: number, rules: HPAScalingRules, added = none, deleted = none): number {
  return calculateScaleDownLimitWithBehaviors(current, added, deleted, generateHPAScaleUpRules(rules), 0).limit;
}

describe('the policies of a direction', () => {
  test('allow the largest change of all with Max, and the smallest with Min', () => {
    const policies = [pods(4), percent(100), pods(30)];
    expect([up(10, { policies }), up(10, { policies, selectPolicy: 'Min' })]).toEqual([40, 14]);
    expect([down(100, { policies }), down(100, { policies, selectPolicy: 'Min' })]).toEqual([0, 96]);
  });

  test('allow nothing when they are disabled', () => {
    const rules = { selectPolicy: 'Disabled' as const };
    expect(calculateScaleUpLimitWithScalingRules(7, none, none, generateHPAScaleUpRules(rules), 0)).toEqual({ direction: 'scaleUp', limit: 7 });
    expect(calculateScaleDownLimitWithBehaviors(7, none, none, generateHPAScaleUpRules(rules), 0)).toEqual({ direction: 'scaleDown', limit: 7 });
  });

  test('start from the replicas at the start of their period, with scale events of both directions reversed', () => {
    const [added, deleted] = [eventsOf([2, -30]), eventsOf([4, -30], [100, -90])];
    expect(up(10, { policies: [percent(50)] }, added, deleted)).toBe(18);
    expect(down(10, { policies: [pods(5)] }, added, deleted)).toBe(7);
    expect(up(10, { policies: [percent(50, 120)] }, added, deleted)).toBe(168);
  });

  test.each([[100, 10, 111], [50, 10, 56], [1, 1, 2], [3, 100, 6], [0, 100, 0]])('let %i replicas grow by %d percent to %i: rounded up, in binary', (current, value, limit) => {
    expect(up(current, { policies: [percent(value)] })).toBe(limit);
  });

  test.each([[10, 90, 0], [10, 50, 5], [7, 50, 3], [9, 10, 8], [10, 200, -10]])('let %i replicas shrink by %d percent to %i: cut off', (current, value, limit) => {
    expect(down(current, { policies: [percent(value)] })).toBe(limit);
  });

  test('overflow as 32 bits do', () => {
    expect(up(5, { policies: [pods(2_147_483_647)] })).toBe(5 + 2_147_483_647 - 2 ** 32);
    const policies = [percent(100)];
    expect(calculateScaleUpLimitWithScalingRules(2_000_000_000, none, none, generateHPAScaleUpRules({ policies }), 0)).toEqual({
      direction: 'scaleUp', limit: -2_147_483_648, policy: policies[0], periodStartReplicas: 2_000_000_000,
    });
    expect(down(-5, { policies: [pods(2_147_483_647)] })).toBe(2 ** 32 - 5 - 2_147_483_647);
  });

  test('name the policy that decided, the first of several equals, and the start of its period', () => {
    const policies = [pods(3), percent(50, 30), pods(5)];
    const limit = calculateScaleUpLimitWithScalingRules(10, eventsOf([2, -10]), none, generateHPAScaleUpRules({ policies }), 0);
    expect(limit).toEqual({ direction: 'scaleUp', limit: 13, policy: policies[2], periodStartReplicas: 8 });
    const equals = [pods(5), percent(50)];
    expect(calculateScaleUpLimitWithScalingRules(10, none, none, generateHPAScaleUpRules({ policies: equals }), 0).policy).toBe(equals[0]);
    expect(calculateScaleDownLimitWithBehaviors(10, none, none, generateHPAScaleUpRules({ policies: equals }), 0).policy).toBe(equals[0]);
  });

  test('never let a step undo a limit: more policies allow more with Max and less with Min', () => {
    const policy = fc.oneof(fc.integer({ min: 1, max: 50 }).map((value) => pods(value)), fc.integer({ min: 1, max: 300 }).map((value) => percent(value)));
    fc.assert(fc.property(fc.integer({ min: 0, max: 500 }), fc.array(policy, { minLength: 1, maxLength: 4 }), policy, (current, policies, extra) => {
      const more = [...policies, extra];
      expect(up(current, { policies: more })).toBeGreaterThanOrEqual(up(current, { policies }));
      expect(up(current, { policies: more, selectPolicy: 'Min' })).toBeLessThanOrEqual(up(current, { policies, selectPolicy: 'Min' }));
      expect(down(current, { policies: more })).toBeLessThanOrEqual(down(current, { policies }));
      expect(down(current, { policies: more, selectPolicy: 'Min' })).toBeGreaterThanOrEqual(down(current, { policies, selectPolicy: 'Min' }));
    }), { seed: 8 });
  });
});
