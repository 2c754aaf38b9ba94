import { type KedaCronMetadata } from '../../keda/cron';

/** ScaledObject with KEDA's defaults. The HPA that KEDA creates for it is separate. */
export interface ScaledObjectSpec {
  /** Seconds between two polls of the triggers. */
  readonly pollingIntervalSeconds: number;
  /**
   * Seconds after the last active poll until a target without an active trigger is scaled to idleReplicaCount or zero.
   */
  readonly cooldownSeconds: number;
  /** Cooldown period in seconds after the creation of the object, while no poll has been active yet. */
  readonly initialCooldownSeconds: number;
  /** minReplicaCount; 0 lets KEDA scale to zero. */
  readonly minReplicas: number;
  /** idleReplicaCount: replicas without an active trigger. @default - minReplicas */
  readonly idleReplicas?: number;
  /** External triggers. */
  readonly triggers: readonly Trigger[];
  /** Replicas while a trigger fails. @default - none */
  readonly fallback?: Fallback;
  /** Scaling modifiers that combine all external triggers into one metric. */
  readonly modifiers?: ScalingModifiers;
  /** Annotations autoscaling.keda.sh/paused-scale-in and paused-scale-out. */
  readonly scaleInPaused: boolean;
  /** Annotation autoscaling.keda.sh/paused-scale-out. */
  readonly scaleOutPaused: boolean;
  /** Annotation autoscaling.keda.sh/force-activation. */
  readonly alwaysActive: boolean;
}

/** Behavior of the fallback: the replicas in the manifest, or a choice between them and the current replicas. */
export type FallbackBehavior = 'static' | 'currentReplicas' | 'currentReplicasIfHigher' | 'currentReplicasIfLower' | 'scalingModifiers';

/** `spec.fallback` of a ScaledObject. */
export interface Fallback {
  /** Consecutive failures before the fallback starts. */
  readonly failureThreshold: number;
  /** Replicas while the fallback is active. */
  readonly replicas: number;
  /** Choice between the fallback replicas and the current replicas. */
  readonly behavior: FallbackBehavior;
}

/** `advanced.scalingModifiers` of a ScaledObject. */
export interface ScalingModifiers {
  /** Expression over the trigger names. */
  readonly formula: string;
  /** Target of the combined metric. */
  readonly target: number;
  /** Value of the formula above which the target is active. */
  readonly activationTarget: number;
  /** Type of the combined metric's target. */
  readonly metricType: 'AverageValue' | 'Value';
}

/** External trigger. The HPA reads cpu and memory itself. */
export interface Trigger {
  /** Trigger name in the manifest, for formulas; undefined if unset. */
  readonly name?: string;
  /** Trigger type: 'kafka', 'prometheus', … */
  readonly type: string;
  /** Name of the external metric that the HPA reads: s0-kafka-orders. */
  readonly metric: string;
  /** Type of the HPA's target. */
  readonly metricType: 'AverageValue' | 'Value';
  /** Target value of the HPA. */
  readonly threshold: number;
  /** Activation threshold: the trigger is active above it. */
  readonly activation: number;
  /** True if the HPA reads the value of the last poll. */
  readonly useCachedMetrics: boolean;
  /** Source of the trigger's value. */
  readonly source: TriggerSource;
}

/** Source of a trigger's value. */
export type TriggerSource =
  /** Value of the metric's mapping. Without a mapping the trigger fails. */
  | { readonly kind: 'value' }
  /** Single element of a Prometheus result. An empty result, NaN and infinity count as 0 or as a failure. */
  | { readonly kind: 'prometheus'; readonly ignoreNullValues: boolean }
  | ({ readonly kind: 'kafka' } & KafkaOptions)
  | ({ readonly kind: 'cron' } & KedaCronMetadata);

/** Settings of the `kafka` or `apache-kafka` scaler. */
export interface KafkaOptions {
  /** Number of partitions of the topic. */
  readonly partitions: number;
  /** `lagThreshold`: lag per replica. */
  readonly lagThreshold: number;
  /** `allowIdleConsumers`: allows more replicas than partitions. */
  readonly allowIdleConsumers: boolean;
  /** `limitToPartitionsWithLag`: at most one replica for each partition with lag. */
  readonly limitToPartitionsWithLag: boolean;
  /** `ensureEvenDistributionOfPartitions`: replica counts that divide the partitions. */
  readonly ensureEvenDistributionOfPartitions: boolean;
  /** `excludePersistentLag`: ignores partitions whose offset does not move. */
  readonly excludePersistentLag: boolean;
}
