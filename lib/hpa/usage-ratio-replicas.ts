import { add, float64ToInt32, MAX_INT32, MAX_INT64 } from './integers';
import type { CalculationResult } from './replica-calculation';
import { isWithin, type Tolerances } from './tolerance';
import type { Milli, PodGroup } from './types';

/** Computes the replicas of an Object metric with a target value. */
export function getObjectMetricReplicas(
  currentReplicas: number, targetUsage: Milli, usage: Milli, pods: readonly PodGroup[], tolerances: Tolerances, kubernetesMinor: number,
): CalculationResult {
  return getUsageRatioReplicaCount(currentReplicas, usage, Number(usage) / Number(targetUsage), pods, tolerances, kubernetesMinor);
}

/** Computes the replicas of an External metric with a target value, from the sum of its series. */
export function getExternalMetricReplicas(
  currentReplicas: number, targetUsage: Milli, samples: readonly Milli[], pods: readonly PodGroup[], tolerances: Tolerances, kubernetesMinor: number,
): CalculationResult {
  const usage = sumOfSeries(samples, kubernetesMinor);
  return getUsageRatioReplicaCount(currentReplicas, usage, Number(usage) / Number(targetUsage), pods, tolerances, kubernetesMinor);
}

/** Computes the replicas from a usage ratio. At zero replicas only the ratio counts, without tolerance. */
export function getUsageRatioReplicaCount(
  currentReplicas: number, usage: Milli, usageRatio: number, pods: readonly PodGroup[], tolerances: Tolerances, kubernetesMinor: number,
): CalculationResult {
  const status = { valueMilli: usage };
  if (currentReplicas === 0) {
    return { replicas: float64ToInt32(Math.ceil(usageRatio)), status, usageRatio, withinTolerance: false };
  }
  if (isWithin(usageRatio, tolerances)) return { replicas: currentReplicas, status, usageRatio, withinTolerance: true };
  if (pods.length === 0) return { error: 'unable to calculate ready pods: no pods returned by selector while calculating replica count' };
  const product = usageRatio * getReadyPodsCount(pods);
  const replicas = kubernetesMinor >= 35 && product > MAX_INT32 ? MAX_INT32 : float64ToInt32(Math.ceil(product));
  return { replicas, status, usageRatio, withinTolerance: false };
}

/** Counts pods that are running and Ready, including terminating ones. */
export function getReadyPodsCount(pods: readonly PodGroup[]): number {
  let count = 0;
  for (const pod of pods) {
    if (pod.phase === 'Running' && pod.ready === 'True') count += pod.count;
  }
  return count;
}

/** Sums series. From 1.35 on the sum saturates at the largest int64; before, it wraps around. */
function sumOfSeries(samples: readonly Milli[], kubernetesMinor: number): Milli {
  let sum: Milli = 0;
  for (const sample of samples) {
    const next = add(sum, sample);
    if (kubernetesMinor >= 35 && sample > 0 && next < sum) return MAX_INT64;
    sum = next;
  }
  return sum;
}
