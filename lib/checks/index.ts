export { type CheckContext, type Finding, type Rule, type Severity, type TargetCluster, type Topic, type Violation } from './rule';
export { RULES } from './rules';
export { type CheckOptions, fails, formatFinding, runChecks } from './run-checks';
