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
  /** Usage ratio that includes missing and unready pods; undefined without such pods. */
  readonly rebalancedRatio?: number;
  /** True if the ratio is within the tolerance, so that the metric proposes no change. */
  readonly withinTolerance: boolean;
  /** Pods by class; undefined for metrics that are not read from pods. */
  readonly pods?: PodGrouping;
}

/** Proposed replicas of a metric, or the error that prevents a proposal. */
export type CalculationResult = ReplicaCalculation | CalculationError;
