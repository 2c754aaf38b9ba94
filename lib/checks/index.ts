export { type GuardrailLimits, type Prices, type Quota } from '../values/guardrail-limits';
export { describeDemand } from './guardrails/describe-demand';
export { guardrailFindings } from './guardrails/guardrails';
export { type FieldProblem } from '../hpa/validation/field-problem';
export { validateHpa } from '../hpa/validation/validate-hpa';
export { type CheckContext, type Finding, type Fix, type Rule, type Severity, type TargetCluster, type Topic, type Violation } from './rule/rule';
export { RULES } from './run/rules';
export { checkManifests, type CheckOptions, type CheckResult, fails, formatFinding, runChecks } from './run/run-checks';
