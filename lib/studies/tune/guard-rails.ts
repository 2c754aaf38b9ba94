import { UserError } from '../../values/user-error';
import { type ReplicaLimits } from './bounds-knobs';
import { type KnobKind } from './knob-kind';

/** Restrictions that a user sets to a proposal. */
export interface GuardRails {
  /** Fewest replicas of each workload, in each zone where `zones` is given. @default 1 */
  readonly minReplicas?: number;
  /** Zones over which the replicas are spread. @default 1 */
  readonly zones?: number;
  /** Most replicas of each workload. @default - three times today's maximum */
  readonly maxReplicas?: number;
  /** Most accelerators that all replicas of a workload may hold. @default - no limit */
  readonly gpuQuota?: number;
  /** Largest change of a number in one stage of the roll-out, as a share: 0.25. @default - one stage */
  readonly mostChange?: number;
  /** Times in which nothing is rolled out, as in 'Fri 16:00 to Mon 08:00'; the proposal repeats them. */
  readonly freeze?: readonly string[];
  /** Most that the policy may cost a day, in the currency of the prices, or in pod-hours where there are none. */
  readonly budgetPerDay?: number;
  /** Changes schedules alone. @default false */
  readonly scheduleOnly?: boolean;
  /**
   * Prefers a policy that scales by CPU and memory alone, where it holds the SLO at the least cost, within `worth`.
   * @default false
   */
  readonly resourcesFirst?: boolean;
  /**
   * Share by which requests may take longer, with as much more CPU, before the SLO is missed: 0.2. @default - no margin
   */
  readonly slower?: number;
  /** Smallest share of the cost that is worth a change. @default 0.03 */
  readonly worth?: number;
}

export const DEFAULT_WORTH = 0.03;
const MOST_SLOWER = 2;

/** @throws UserError where guard-rails contradict each other. */
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

/** Bounds of the replicas of a workload, by what the user allows and what its pods hold of the quota. */
export function replicaLimits({ minReplicas = 1, zones = 1, maxReplicas, gpuQuota }: GuardRails, gpusPerPod: number): ReplicaLimits {
  const quota = gpuQuota !== undefined && gpusPerPod > 0 ? Math.floor(gpuQuota / gpusPerPod) : Infinity;
  return { least: minReplicas * zones, most: Math.min(maxReplicas ?? Infinity, quota) };
}

/** Parts of a policy that may change. */
export function allowedKinds({ scheduleOnly }: GuardRails): readonly KnobKind[] | undefined {
  return scheduleOnly ? ['schedule'] : undefined;
}
