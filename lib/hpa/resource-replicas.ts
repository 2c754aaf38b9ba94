import { groupReportedPods, type PodClass } from './group-pods';
import { add, divide, multiply } from './integers';
import type { ControllerParameters } from './parameters';
import { calculateRequests } from './pod-requests';
import { NOTHING_MATCHED, type PodMetricSums, rebalance } from './rebalance';
import type { CalculationResult } from './replica-calculation';
import type { Tolerances } from './tolerance';
import type { Milli, Milliseconds, PodGroup, PodsReading } from './types';
import { getResourceUtilizationRatio } from './utilization';

/** Computes the replicas that bring the utilization to its target (Resource and ContainerResource metrics). */
export function getResourceReplicas(
  currentReplicas: number,
  targetUtilization: number,
  resource: string,
  container: string | undefined,
  pods: readonly PodGroup[],
  reading: PodsReading,
  tolerances: Tolerances,
  now: Milliseconds,
  parameters: ControllerParameters,
): CalculationResult {
  const found = groupReportedPods(pods, reading, resource, now, parameters);
  if ('error' in found) return found;
  const { grouping, reported } = found;

  const sums = new UtilizationSums(targetUtilization);
  for (let i = 0; i < pods.length; i++) {
    const request = calculateRequests(pods[i].requests, container, resource, parameters);
    if (typeof request === 'object') return request;
    sums.add(grouping.classes[i], pods[i].count, request, reading.samples[i]?.totalMilli);
  }

  const first = getResourceUtilizationRatio(sums.usage, sums.requests, grouping.readyPodCount, targetUtilization);
  if (!first) return NOTHING_MATCHED;
  const status = { averageUtilization: first.utilization, averageValueMilli: first.average };
  return rebalance(currentReplicas, first.ratio, status, grouping, reported, sums, tolerances);
}

class UtilizationSums implements PodMetricSums {
  public usage: Milli = 0;
  public requests: Milli = 0;
  private missingRequests: Milli = 0;
  private missingUsage: Milli = 0;
  private unreadyRequests: Milli = 0;

  public constructor(private readonly targetUtilization: number) {}

  public add(podClass: PodClass, count: number, request: Milli, usage: Milli | undefined): void {
    if (podClass === 'ready') {
      this.usage = add(this.usage, usage!);
      this.requests = add(this.requests, multiply(request, count));
    } else if (podClass === 'unready') {
      this.unreadyRequests = add(this.unreadyRequests, multiply(request, count));
    } else if (podClass === 'missing') {
      this.missingRequests = add(this.missingRequests, multiply(request, count));
      this.missingUsage = add(this.missingUsage, multiply(this.fullUsage(request), count));
    }
  }

  public rebalancedRatio(usageRatio: number, missing: number, unready: number): number | undefined {
    let { usage, requests } = this;
    if (missing > 0) requests = add(requests, this.missingRequests);
    if (usageRatio < 1) usage = add(usage, this.missingUsage);
    if (unready > 0) requests = add(requests, this.unreadyRequests);
    return getResourceUtilizationRatio(usage, requests, 1, this.targetUtilization)?.ratio;
  }

  /** Returns the full request of a pod, or the target share of it if that is more. */
  private fullUsage(request: Milli): Milli {
    return divide(multiply(request, Math.max(100, this.targetUtilization)), 100);
  }
}
