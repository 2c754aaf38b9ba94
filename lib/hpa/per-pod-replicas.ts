import { add, float64ToInt32, float64ToInt64, MAX_INT32, MAX_INT64 } from './integers';
import type { CalculationResult } from './replica-calculation';
import { isWithin, type Tolerances } from './tolerance';
import type { Milli } from './types';

const TWO_TO_63 = 2 ** 63;

/**
 * Computes the replicas of an Object metric with an average value. The value is divided by `status.replicas`, ready or
 * not.
 */
export function getObjectPerPodMetricReplicas(statusReplicas: number, targetAverageUsage: Milli, usage: Milli, tolerances: Tolerances): CalculationResult {
  return perPod(statusReplicas, targetAverageUsage, usage, tolerances, false);
}

/**
 * Computes the replicas of an External metric with an average value. From 1.34 on results saturate at the largest
 * integer instead of wrapping around.
 */
export function getExternalPerPodMetricReplicas(
  statusReplicas: number, targetUsagePerPod: Milli, samples: readonly Milli[], tolerances: Tolerances, kubernetesMinor: number,
): CalculationResult {
  const saturates = kubernetesMinor >= 34;
  return perPod(statusReplicas, targetUsagePerPod, sumOfSeries(samples, saturates), tolerances, saturates);
}

function perPod(statusReplicas: number, target: Milli, usage: Milli, tolerances: Tolerances, saturates: boolean): CalculationResult {
  const usageRatio = Number(usage) / (Number(target) * statusReplicas);
  const withinTolerance = isWithin(usageRatio, tolerances);
  const proposal = Math.ceil(Number(usage) / Number(target));
  let replicas = statusReplicas;
  if (!withinTolerance) replicas = saturates && proposal > MAX_INT32 ? MAX_INT32 : float64ToInt32(proposal);
  const full = saturates && Number(usage) >= TWO_TO_63;
  const average = full ? MAX_INT64 : float64ToInt64(Math.ceil(Number(usage) / statusReplicas));
  return { replicas, status: { averageValueMilli: average }, usageRatio, withinTolerance };
}

/** Sums series. Versions that saturate treat a negative sum as an overflow, even if a series is negative. */
function sumOfSeries(samples: readonly Milli[], saturates: boolean): Milli {
  let sum: Milli = 0;
  for (const sample of samples) {
    sum = add(sum, sample);
    if (saturates && sum < 0) return MAX_INT64;
  }
  return sum;
}
