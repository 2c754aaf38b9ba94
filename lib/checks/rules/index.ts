import { type Rule } from '../rule';
import { disruptionBudgetAllowsDrain } from './disruption-budget-allows-drain';
import { metricIsServed } from './metric-is-served';
import { mountsHaveVolumes } from './mounts-have-volumes';
import { neverAutoscaled } from './never-autoscaled';
import { noFixedReplicasWhenScaled } from './no-fixed-replicas-when-scaled';
import { objectsAreUnique } from './objects-are-unique';
import { oneAutoscalerPerTarget } from './one-autoscaler-per-target';
import { requestsWithinLimits } from './requests-within-limits';
import { statefulTarget } from './stateful-target';
import { targetIsSeen } from './target-is-seen';
import { utilizationNeedsRequests } from './utilization-needs-requests';

/** Every rule, in the order of its id. */
export const RULES: readonly Rule[] = [
  oneAutoscalerPerTarget,
  utilizationNeedsRequests,
  metricIsServed,
  noFixedReplicasWhenScaled,
  objectsAreUnique,
  statefulTarget,
  neverAutoscaled,
  targetIsSeen,
  disruptionBudgetAllowsDrain,
  requestsWithinLimits,
  mountsHaveVolumes,
];
