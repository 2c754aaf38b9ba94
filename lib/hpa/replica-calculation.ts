import type { CalculationError } from './calculation-error';
import type { PodGrouping } from './group-pods';
import type { MetricStatus } from './types';

/** Result of the replica calculator for one metric, with its intermediate values. */
export interface ReplicaCalculation {
  /** Proposed replicas. */
  readonly replicas: number;
  /** Entry of `status.currentMetrics`. */
  readonly status: MetricStatus;
  /** Usage over target. */
  readonly usageRatio: number;
  /** Ratio that includes missing and unready pods; undefined where there were none. */
  readonly rebalancedRatio?: number;
  /** True where the ratio is within the tolerance, so that the metric proposes no change. */
  readonly withinTolerance: boolean;
  /** Pods by class; undefined for metrics that are not read from pods. */
  readonly pods?: PodGrouping;
}

/** Proposed replicas of a metric, or the error that keeps it from proposing any. */
export type CalculationResult = ReplicaCalculation | CalculationError;
