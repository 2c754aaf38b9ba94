import { groupReportedPods } from './group-pods';
import { add, multiply } from './integers';
import type { ControllerParameters } from './parameters';
import { type PodMetricSums, rebalance } from './rebalance';
import type { CalculationResult } from './replica-calculation';
import type { Tolerances } from './tolerance';
import type { Milli, Milliseconds, PodGroup, PodsReading } from './types';
import { getMetricUsageRatio } from './utilization';

/**
 * Computes the replicas that bring the mean over pods to its target, for Pods metrics, and for Resource or
 * ContainerResource metrics with an average value.
 */
export function calcPlainMetricReplicas(
  currentReplicas: number,
  targetUsage: Milli,
  resource: string | undefined,
  pods: readonly PodGroup[],
  reading: PodsReading,
  tolerances: Tolerances,
  now: Milliseconds,
  parameters: ControllerParameters,
): CalculationResult {
  const found = groupReportedPods(pods, reading, resource, now, parameters);
  if ('error' in found) return found;
  const { grouping, reported } = found;

  let total = reading.strays?.totalMilli ?? 0;
  for (let i = 0; i < pods.length; i++) {
    if (grouping.classes[i] === 'ready') total = add(total, reading.samples[i]!.totalMilli);
  }
  const { ratio, usage } = getMetricUsageRatio(total, reported, targetUsage);
  return rebalance(currentReplicas, ratio, { averageValueMilli: usage }, grouping, reported, new PlainSums(total, reported, targetUsage), tolerances);
}

class PlainSums implements PodMetricSums {
  public constructor(private readonly total: Milli, private readonly reported: number, private readonly targetUsage: Milli) {}

  public rebalancedRatio(usageRatio: number, missing: number, unready: number): number {
    const total = usageRatio < 1 ? add(this.total, multiply(this.targetUsage, missing)) : this.total;
    return getMetricUsageRatio(total, this.reported + missing + unready, this.targetUsage).ratio;
  }
}
