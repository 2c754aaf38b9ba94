import { type Duration } from 'cdk8s';
import { type MetricsSource } from './metrics-source';

/** Behaviour of KEDA while the source of a metric fails. */
export enum FallbackBehavior {
  /** So many replicas. */
  STATIC = 'static',

  /** As many as there are. */
  CURRENT_REPLICAS = 'currentReplicas',

  /** As many as there are, and no fewer than so many. */
  CURRENT_REPLICAS_IF_HIGHER = 'currentReplicasIfHigher',

  /** As many as there are, and no more than so many. */
  CURRENT_REPLICAS_IF_LOWER = 'currentReplicasIfLower',
}

/** Fallback while the source of a trigger fails. */
export interface KedaFallback {
  /**
   * The number of replicas.
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
   * After how many failures in a row; each question of the HPA and each poll of KEDA is one.
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
   * @default - none: a policy with such a metric is refused
   */
  readonly metricsSource?: MetricsSource;

  /**
   * Polling interval of KEDA for activation, in whole seconds. Above zero the HPA reads the metrics itself, every 15 s.
   *
   * @default - KEDA's own: 30 s
   */
  readonly pollingInterval?: Duration;

  /**
   * Cooldown period without an active trigger before KEDA scales to zero, from any replica count. Applies with
   * minReplicas 0 alone.
   *
   * @default - KEDA's own: 300 s
   */
  readonly cooldownPeriod?: Duration;

  /**
   * Initial cooldown period after creation, during which KEDA does not scale to zero.
   *
   * @default - KEDA's own: 0 s
   */
  readonly initialCooldownPeriod?: Duration;

  /**
   * Fallback while the source of a trigger fails.
   *
   * @default - the replicas stay where they are, and come to minReplicas at least
   */
  readonly fallback?: KedaFallback;
}
