import { UserError } from '../values/user-error';
import { type ScalingMetric } from './scaling-metric';

/** Error of a policy with the same metric twice. */
export function metricTwice({ _definition: { name } }: ScalingMetric): UserError {
  return new UserError(`the policy has ${name} twice, and only the lower target takes effect; keep that one`);
}
