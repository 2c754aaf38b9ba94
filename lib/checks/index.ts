export { type Finding, type Rule, type Severity, type Violation } from './rule';
export { RULES } from './rules';
export { type CheckOptions, formatFinding, runChecks } from './run-checks';
