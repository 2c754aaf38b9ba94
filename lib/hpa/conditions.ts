import type { Condition, ConditionReason, ConditionType, Milliseconds } from './types';

/** Sets a condition in a list. A new condition is appended; only a change of status updates its transition time. */
export function setCondition(
  conditions: Condition[], type: ConditionType, status: Condition['status'], reason: ConditionReason, now: Milliseconds,
): void {
  const index = conditions.findIndex((condition) => condition.type === type);
  if (index < 0) {
    conditions.push({ type, status, reason, lastTransitionTime: now });
    return;
  }
  const existing = conditions[index];
  if (existing.status === status && existing.reason === reason) return;
  conditions[index] = { type, status, reason, lastTransitionTime: existing.status === status ? existing.lastTransitionTime : now };
}

export function removeCondition(conditions: Condition[], type: ConditionType): void {
  const index = conditions.findIndex((condition) => condition.type === type);
  if (index >= 0) conditions.splice(index, 1);
}

export function isTrue(conditions: readonly Condition[], type: ConditionType): boolean {
  return conditions.some((condition) => condition.type === type && condition.status === 'True');
}
