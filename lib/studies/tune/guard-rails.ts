import { UserError } from '../../values/user-error';
import { type ReplicaLimits } from './bounds-knobs';
import { type KnobKind } from './knob-kind';

/** Constraints on a proposed policy. */
export interface GuardRails {
  /** Minimum replicas of each workload, per zone if `zones` is set. @default 1 */
  readonly minReplicas?: number;
  /** Number of zones over which the replicas are spread. @default 1 */
  readonly zones?: number;
  /** Maximum replicas of each workload. @default - three times the current maximum */
  readonly maxReplicas?: number;
  /** Maximum number of accelerators for all replicas of a workload. @default - no limit */
  readonly gpuQuota?: number;
  /** Maximum relative change of a number in one roll-out stage: 0.25. @default - one stage */
  readonly mostChange?: number;
  /** Freeze windows without roll-outs, such as 'Fri 16:00 to Mon 08:00'; the proposal repeats them. */
  readonly freeze?: readonly string[];
  /** Maximum cost of the policy per day, in the currency of the prices, or in pod-hours without prices. */
  readonly budgetPerDay?: number;
  /** True to change only schedules. @default false */
  readonly scheduleOnly?: boolean;
  /**
   * True to prefer a policy that scales by CPU and memory only, if it meets the SLO at the lowest cost, within `worth`.
   * @default false
   */
  readonly resourcesFirst?: boolean;
  /**
   * Robustness margin: relative increase of service time and CPU at which the SLO must still be met: 0.2. @default - no
   * margin
   */
  readonly slower?: number;
  /** Minimum relative saving that justifies a change. @default 0.03 */
  readonly worth?: number;
}

export const DEFAULT_WORTH = 0.03;
const MOST_SLOWER = 2;

/** @throws UserError if guard-rails contradict each other. */
export function checkGuardRails({ minReplicas = 1, zones = 1, maxReplicas, mostChange, budgetPerDay, slower, worth }: GuardRails): void {
  if (maxReplicas !== undefined && minReplicas * zones > maxReplicas) {
    throw new UserError(`never below ${minReplicas} in each of ${zones} zones is ${minReplicas * zones} replicas, more than at most ${maxReplicas}; raise the maximum`);
  }
  if (mostChange !== undefined && !(mostChange > 0)) throw new UserError(`the largest change of a stage is ${mostChange}; use a share above 0, as in 0.25`);
  if (budgetPerDay !== undefined && !(budgetPerDay > 0)) throw new UserError(`the budget of a day is ${budgetPerDay}; use a number above 0`);
  if (slower !== undefined && !(slower > 0 && slower <= MOST_SLOWER)) {
    throw new UserError(`requests that take longer by ${slower} cannot be tuned for; use a share above 0 and at most ${MOST_SLOWER}, as in 0.2`);
  }
  if (worth !== undefined && !(worth >= 0 && worth < 1)) throw new UserError(`the smallest saving is ${worth}; use a share from 0 to below 1, as in 0.03`);
}

/** Returns the replica bounds of a workload, from the user's limits and the accelerators per pod. */
export function replicaLimits({ minReplicas = 1, zones = 1, maxReplicas, gpuQuota }: GuardRails, gpusPerPod: number): ReplicaLimits {
  const quota = gpuQuota !== undefined && gpusPerPod > 0 ? Math.floor(gpuQuota / gpusPerPod) : Infinity;
  return { least: minReplicas * zones, most: Math.min(maxReplicas ?? Infinity, quota) };
}

/** Returns the parts of a policy that may change. */
export function allowedKinds({ scheduleOnly }: GuardRails): readonly KnobKind[] | undefined {
  return scheduleOnly ? ['schedule'] : undefined;
}
