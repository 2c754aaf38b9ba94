import { divide, int64ToInt32, multiply } from './integers';
import type { Milli } from './types';

export interface UtilizationRatio {
  /** Utilization over target. */
  readonly ratio: number;
  /** Utilization in percent, truncated to an integer. */
  readonly utilization: number;
  /** Mean per pod in thousandths, truncated. */
  readonly average: Milli;
}

/** Computes the ratio of total usage to total requests, in integer percent; undefined without requests. */
export function getResourceUtilizationRatio(
  usageTotal: Milli, requestTotal: Milli, entries: number, targetUtilization: number,
): UtilizationRatio | undefined {
  if (Number(requestTotal) === 0) return undefined;
  const utilization = int64ToInt32(divide(multiply(usageTotal, 100), requestTotal));
  return { ratio: utilization / targetUtilization, utilization, average: divide(usageTotal, entries) };
}

/** Computes the ratio of the truncated mean to its target. */
export function getMetricUsageRatio(usageTotal: Milli, entries: number, targetUsage: Milli): { readonly ratio: number; readonly usage: Milli } {
  const usage = divide(usageTotal, entries);
  return { ratio: Number(usage) / Number(targetUsage), usage };
}
