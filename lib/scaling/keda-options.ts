import { type Duration } from 'cdk8s';
import { type MetricsSource } from './metrics-source';

/** What KEDA takes a metric for while its source cannot be asked. */
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

/** What holds while a source cannot be asked. */
export interface KedaFallback {
  /**
   * The number of replicas.
   *
   * @default - minReplicas of the policy, at least 1
   */
  readonly replicas?: number;

  /**
   * How the number counts.
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

/** How KEDA carries a policy out. */
export interface KedaOptions {
  /**
   * The Prometheus that is asked for whatever is a query.
   *
   * @default - none: a policy with such a metric is refused
   */
  readonly metricsSource?: MetricsSource;

  /**
   * How often KEDA itself looks whether the workload is to be woken or put to sleep, in whole seconds. In between the HPA asks by itself, every 15 s.
   *
   * @default - KEDA's own: 30 s
   */
  readonly pollingInterval?: Duration;

  /**
   * How long nothing may have been active before the workload goes to zero, from whatever count it has. Counts with minReplicas 0 alone.
   *
   * @default - KEDA's own: 300 s
   */
  readonly cooldownPeriod?: Duration;

  /**
   * How long after its creation the workload may not go to zero.
   *
   * @default - KEDA's own: 0 s
   */
  readonly initialCooldownPeriod?: Duration;

  /**
   * What holds while a source cannot be asked.
   *
   * @default - the replicas stay where they are, and come to minReplicas at least
   */
  readonly fallback?: KedaFallback;
}
