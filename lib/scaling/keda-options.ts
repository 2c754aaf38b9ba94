import { type Duration } from 'cdk8s';
import { type MetricsSource } from './metrics-source';

/** Behaviour of KEDA's fallback while the source of a metric fails. */
export enum FallbackBehavior {
  /** Sets the fallback replicas. */
  STATIC = 'static',

  /** Keeps the current replicas. */
  CURRENT_REPLICAS = 'currentReplicas',

  /** Keeps the current replicas, and at least the fallback replicas. */
  CURRENT_REPLICAS_IF_HIGHER = 'currentReplicasIfHigher',

  /** Keeps the current replicas, and at most the fallback replicas. */
  CURRENT_REPLICAS_IF_LOWER = 'currentReplicasIfLower',
}

/** Fallback while the source of a trigger fails. */
export interface KedaFallback {
  /**
   * Number of fallback replicas.
   *
   * @default - minReplicas of the policy, at least 1
   */
  readonly replicas?: number;

  /**
   * Behaviour of the fallback replicas.
   *
   * @default FallbackBehavior.CURRENT_REPLICAS_IF_HIGHER
   */
  readonly behavior?: FallbackBehavior;

  /**
   * Number of consecutive failures before the fallback applies. Each failed query of the HPA and each failed poll of
   * KEDA counts as one failure.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
}

/** Options of KEDA for a policy. */
export interface KedaOptions {
  /**
   * Prometheus that KEDA queries.
   *
   * @default - none: a policy with a query metric is rejected
   */
  readonly metricsSource?: MetricsSource;

  /**
   * Polling interval of KEDA for activation, in whole seconds. Above zero replicas, the HPA reads the metrics itself,
   * every 15 s.
   *
   * @default - KEDA's default: 30 s
   */
  readonly pollingInterval?: Duration;

  /**
   * Cooldown period without an active trigger before KEDA scales to zero, from any replica count. Applies with
   * minReplicas 0 only.
   *
   * @default - KEDA's default: 300 s
   */
  readonly cooldownPeriod?: Duration;

  /**
   * Initial cooldown period after creation, during which KEDA does not scale to zero.
   *
   * @default - KEDA's default: 0 s
   */
  readonly initialCooldownPeriod?: Duration;

  /**
   * Fallback while the source of a trigger fails.
   *
   * @default - the current replicas, and at least minReplicas
   */
  readonly fallback?: KedaFallback;
}
