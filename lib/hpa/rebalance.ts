import type { PodGrouping } from './group-pods';
import { float64ToInt32 } from './integers';
import type { CalculationResult } from './replica-calculation';
import { isWithin, type Tolerances } from './tolerance';
import type { MetricStatus } from './types';

/** Sums over pods for the second usage ratio, which includes missing and unready pods. */
export interface PodMetricSums {
  /**
   * Returns the ratio with `unready` pods at zero usage. Missing pods count with the usage that prevents a scale-down
   * (below target) or with zero (above it). Undefined without requests.
   */
  rebalancedRatio(usageRatio: number, missing: number, unready: number): number | undefined;
}

/**
 * Computes the replicas of a pod metric from the usage ratio of the pods that reported. `reported` counts samples,
 * including those of deleted pods.
 */
export function rebalance(
  currentReplicas: number, usageRatio: number, status: MetricStatus, grouping: PodGrouping, reported: number, sums: PodMetricSums, tolerances: Tolerances,
): CalculationResult {
  const { readyPodCount, unreadyPodCount, missingPodCount } = grouping;
  const unready = usageRatio > 1 ? unreadyPodCount : 0;
  if (unready === 0 && missingPodCount === 0) {
    const withinTolerance = isWithin(usageRatio, tolerances);
    const replicas = withinTolerance ? currentReplicas : float64ToInt32(Math.ceil(usageRatio * readyPodCount));
    return { replicas, status, usageRatio, rebalancedRatio: undefined, withinTolerance, pods: grouping };
  }

  const missing = usageRatio < 1 || usageRatio > 1 ? missingPodCount : 0;
  const rebalancedRatio = sums.rebalancedRatio(usageRatio, missing, unready);
  if (rebalancedRatio === undefined) return NOTHING_MATCHED;
  const withinTolerance = isWithin(rebalancedRatio, tolerances);
  const turnsAround = (usageRatio < 1 && rebalancedRatio > 1) || (usageRatio > 1 && rebalancedRatio < 1);
  const proposal = float64ToInt32(Math.ceil(rebalancedRatio * (reported + missing + unready)));
  const contradicts = (rebalancedRatio < 1 && proposal > currentReplicas) || (rebalancedRatio > 1 && proposal < currentReplicas);
  const replicas = withinTolerance || turnsAround || contradicts ? currentReplicas : proposal;
  return { replicas, status, usageRatio, rebalancedRatio, withinTolerance, pods: grouping };
}

export const NOTHING_MATCHED = { error: 'no metrics returned matched known pods' };
