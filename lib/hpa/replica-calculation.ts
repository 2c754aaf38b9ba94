import type { CalculationError } from './calculation-error';
import type { PodGrouping } from './group-pods';
import type { MetricStatus } from './types';

/** What the replica calculator says about one metric, and how it came to it. */
export interface ReplicaCalculation {
  readonly replicas: number;
  readonly status: MetricStatus;
  readonly usageRatio: number;
  /** The ratio once missing and unready pods were filled in; undefined where there was nothing to fill in. */
  readonly rebalancedRatio?: number;
  readonly withinTolerance: boolean;
  /** Pods by class; undefined for metrics that are not read from pods. */
  readonly pods?: PodGrouping;
}

export type CalculationResult = ReplicaCalculation | CalculationError;
