import { isTrue, removeCondition, setCondition } from '../../lib/hpa/conditions';
import type { Condition } from '../../lib/hpa';

const able: Condition = { type: 'AbleToScale', status: 'True', reason: 'ReadyForNewScale', lastTransitionTime: 1 };
const limited: Condition = { type: 'ScalingLimited', status: 'False', reason: 'DesiredWithinRange', lastTransitionTime: 2 };

describe('conditions of the autoscaler status', () => {
  test('keep their position, and lastTransitionTime while the status is unchanged', () => {
    const conditions = [able, limited];
    setCondition(conditions, 'AbleToScale', 'True', 'SucceededGetScale', 9);
    setCondition(conditions, 'ScalingLimited', 'True', 'TooManyReplicas', 9);
    expect(conditions).toEqual([{ ...able, reason: 'SucceededGetScale' }, { type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas', lastTransitionTime: 9 }]);
  });

  test('are the same object while unchanged', () => {
    const conditions = [able];
    setCondition(conditions, 'AbleToScale', 'True', 'ReadyForNewScale', 9);
    expect(conditions[0]).toBe(able);
  });

  test('change when only the status does', () => {
    const conditions = [able];
    setCondition(conditions, 'AbleToScale', 'False', 'ReadyForNewScale', 9);
    expect(conditions).toEqual([{ ...able, status: 'False', lastTransitionTime: 9 }]);
  });

  test('are appended when new', () => {
    const conditions = [able];
    setCondition(conditions, 'ScalingActive', 'False', 'ScalingDisabled', 9);
    expect(conditions.map(({ type }) => type)).toEqual(['AbleToScale', 'ScalingActive']);
  });

  test('can be removed and read', () => {
    const conditions = [able, limited];
    removeCondition(conditions, 'ScaledToZero');
    expect(conditions).toHaveLength(2);
    removeCondition(conditions, 'AbleToScale');
    expect(conditions).toEqual([limited]);
    expect([isTrue([able, limited], 'AbleToScale'), isTrue([able, limited], 'ScalingLimited'), isTrue([], 'AbleToScale')]).toEqual([true, false, false]);
  });
});
