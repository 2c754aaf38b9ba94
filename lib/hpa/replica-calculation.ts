import type { CalculationError } from './calculation-error';
import type { PodGrouping } from './group-pods';
import type { MetricStatus } from './types';

/** Result of the replica calculator for one metric, with its intermediate values. */
export interface ReplicaCalculation {
  readonly replicas: number;
  readonly status: MetricStatus;
  readonly usageRatio: number;
  /** Ratio that includes missing and unready pods; undefined where there were none. */
  readonly rebalancedRatio?: number;
  readonly withinTolerance: boolean;
  /** Pods by class; undefined for metrics that are not read from pods. */
  readonly pods?: PodGrouping;
}

/** Proposed replicas of a metric, or the error that keeps it from proposing any. */
export type CalculationResult = ReplicaCalculation | CalculationError;
