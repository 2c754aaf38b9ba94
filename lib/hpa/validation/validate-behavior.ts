import { type Fields, fieldsAt, isFields, listAt, numberAt, textAt, valueAt } from '../../values/fields';
import { quantitySign } from './api-quantity';
import { type FieldProblem } from './field-problem';

const MAX_WINDOW = 3600;
const MAX_PERIOD = 1800;
const SELECT_POLICIES = ['Disabled', 'Max', 'Min'];
const POLICY_TYPES = ['Percent', 'Pods'];

/**
 * Validates an HPA's behavior. The API server defaults missing fields before it validates, so that only given fields
 * can be invalid.
 */
export function* validateBehavior(behavior: Fields | undefined, hasTolerance: boolean): Iterable<FieldProblem> {
  for (const direction of ['scaleUp', 'scaleDown']) {
    const rules = fieldsAt(behavior, direction);
    if (rules) yield* validateRules(rules, `spec.behavior.${direction}`, hasTolerance);
  }
}

function* validateRules(rules: Fields, path: string, hasTolerance: boolean): Iterable<FieldProblem> {
  const window = numberAt(rules, 'stabilizationWindowSeconds') ?? 0;
  if (window < 0 || window > MAX_WINDOW) yield { field: `${path}.stabilizationWindowSeconds`, message: `must be from 0 to ${MAX_WINDOW}, got ${window}` };
  const select = textAt(rules, 'selectPolicy');
  if (select !== undefined && !SELECT_POLICIES.includes(select)) {
    yield { field: `${path}.selectPolicy`, message: `must be one of ${SELECT_POLICIES.join(', ')}, got '${select}'` };
  }
  const policies = listAt(rules, 'policies');
  if (Array.isArray(rules.policies) && policies.length === 0) yield { field: `${path}.policies`, message: 'must hold at least one policy, or be left out' };
  for (const [i, policy] of policies.entries()) yield* validatePolicy(isFields(policy) ? policy : {}, `${path}.policies[${i}]`);
  const tolerance = valueAt(rules, 'tolerance') ?? undefined;
  if (hasTolerance && tolerance !== undefined && quantitySign(String(tolerance)) < 0) {
    yield { field: `${path}.tolerance`, message: `must be at least 0, got ${String(tolerance)}` };
  }
}

function* validatePolicy(policy: Fields, path: string): Iterable<FieldProblem> {
  const type = textAt(policy, 'type') ?? '';
  if (!POLICY_TYPES.includes(type)) yield { field: `${path}.type`, message: `must be one of ${POLICY_TYPES.join(', ')}, got '${type}'` };
  const value = numberAt(policy, 'value') ?? 0;
  if (value < 1) yield { field: `${path}.value`, message: `must be at least 1, got ${value}` };
  const period = numberAt(policy, 'periodSeconds') ?? 0;
  if (period < 1 || period > MAX_PERIOD) yield { field: `${path}.periodSeconds`, message: `must be from 1 to ${MAX_PERIOD}, got ${period}` };
}
