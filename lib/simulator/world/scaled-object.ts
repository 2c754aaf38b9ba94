import { type KedaCronMetadata } from '../../keda/cron';

/** ScaledObject with KEDA's defaults. The HPA that KEDA creates for it is separate. */
export interface ScaledObjectSpec {
  /** Seconds between two polls of the triggers. */
  readonly pollingIntervalSeconds: number;
  /** Seconds after the last active poll until a target without active trigger goes to idle or zero. */
  readonly cooldownSeconds: number;
  /** The same after the creation of the object, where no poll was active yet. */
  readonly initialCooldownSeconds: number;
  /** minReplicaCount: 0 lets KEDA scale to zero. */
  readonly minReplicas: number;
  /** idleReplicaCount: replicas without an active trigger. @default - minReplicas */
  readonly idleReplicas?: number;
  /** External triggers. */
  readonly triggers: readonly Trigger[];
  /** Replicas while a trigger fails. @default - none */
  readonly fallback?: Fallback;
  /** Scaling modifiers that combine all external triggers into one metric. */
  readonly modifiers?: ScalingModifiers;
  /** autoscaling.keda.sh/paused-scale-in and paused-scale-out. */
  readonly scaleInPaused: boolean;
  /** autoscaling.keda.sh/paused-scale-out. */
  readonly scaleOutPaused: boolean;
  /** autoscaling.keda.sh/force-activation */
  readonly alwaysActive: boolean;
}

/** Replicas of the fallback: the number of the manifest, or a choice between it and the current replicas. */
export type FallbackBehavior = 'static' | 'currentReplicas' | 'currentReplicasIfHigher' | 'currentReplicasIfLower' | 'scalingModifiers';

/** `spec.fallback` of a ScaledObject. */
export interface Fallback {
  /** Consecutive failures before the fallback starts. */
  readonly failureThreshold: number;
  /** Replicas while the fallback holds. */
  readonly replicas: number;
  /** Choice between these replicas and the current ones. */
  readonly behavior: FallbackBehavior;
}

/** `advanced.scalingModifiers` of a ScaledObject. */
export interface ScalingModifiers {
  /** Expression over the triggers' names. */
  readonly formula: string;
  /** Target of the combined metric. */
  readonly target: number;
  /** Value of the formula above which the target is active. */
  readonly activationTarget: number;
  /** Type of the combined metric's target. */
  readonly metricType: 'AverageValue' | 'Value';
}

/** External trigger; the HPA reads cpu and memory itself. */
export interface Trigger {
  /** As in the manifest, for formulas; else undefined. */
  readonly name?: string;
  /** 'kafka', 'prometheus', … */
  readonly type: string;
  /** The external metric that the HPA asks for: s0-kafka-orders. */
  readonly metric: string;
  /** Type of the HPA's target. */
  readonly metricType: 'AverageValue' | 'Value';
  /** Target value of the HPA. */
  readonly threshold: number;
  /** The trigger is active above it. */
  readonly activation: number;
  /** The HPA reads the value of the last poll. */
  readonly useCachedMetrics: boolean;
  /** Source of its value. */
  readonly source: TriggerSource;
}

/** Source of a trigger's value. */
export type TriggerSource =
  /** Value of the metric's mapping; without one the trigger fails. */
  | { readonly kind: 'value' }
  /** One element of a Prometheus answer: none, NaN and infinity are 0 or a failure. */
  | { readonly kind: 'prometheus'; readonly ignoreNullValues: boolean }
  | ({ readonly kind: 'kafka' } & KafkaOptions)
  | ({ readonly kind: 'cron' } & KedaCronMetadata);

/** Settings of the scaler `kafka` or `apache-kafka`. */
export interface KafkaOptions {
  /** Partitions of the topic. */
  readonly partitions: number;
  /** `lagThreshold`: lag per replica. */
  readonly lagThreshold: number;
  /** `allowIdleConsumers`: more replicas than partitions. */
  readonly allowIdleConsumers: boolean;
  /** `limitToPartitionsWithLag`: at most one replica for each partition with lag. */
  readonly limitToPartitionsWithLag: boolean;
  /** `ensureEvenDistributionOfPartitions`: replica counts that divide the partitions. */
  readonly ensureEvenDistributionOfPartitions: boolean;
  /** `excludePersistentLag`: leaves out partitions whose offset does not move. */
  readonly excludePersistentLag: boolean;
}
