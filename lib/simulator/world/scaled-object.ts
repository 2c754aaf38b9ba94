import { type KedaCronMetadata } from '../../keda/cron';

/** ScaledObject with KEDA's defaults. The HPA that KEDA creates for it is separate. */
export interface ScaledObjectSpec {
  readonly pollingIntervalSeconds: number;
  /** Seconds after the last active poll until a target without active trigger goes to idle or zero. */
  readonly cooldownSeconds: number;
  /** The same after the creation of the object, where no poll was active yet. */
  readonly initialCooldownSeconds: number;
  /** minReplicaCount: 0 lets KEDA scale to zero. */
  readonly minReplicas: number;
  readonly idleReplicas?: number;
  readonly triggers: readonly Trigger[];
  readonly fallback?: Fallback;
  /** Scaling modifiers that combine all external triggers into one metric. */
  readonly modifiers?: ScalingModifiers;
  /** autoscaling.keda.sh/paused-scale-in and paused-scale-out. */
  readonly scaleInPaused: boolean;
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
  readonly replicas: number;
  readonly behavior: FallbackBehavior;
}

/** `advanced.scalingModifiers` of a ScaledObject. */
export interface ScalingModifiers {
  readonly formula: string;
  readonly target: number;
  readonly activationTarget: number;
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
  readonly metricType: 'AverageValue' | 'Value';
  /** Target value of the HPA. */
  readonly threshold: number;
  /** The trigger is active above it. */
  readonly activation: number;
  /** The HPA reads the value of the last poll. */
  readonly useCachedMetrics: boolean;
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
  readonly partitions: number;
  readonly lagThreshold: number;
  readonly allowIdleConsumers: boolean;
  readonly limitToPartitionsWithLag: boolean;
  readonly ensureEvenDistributionOfPartitions: boolean;
  readonly excludePersistentLag: boolean;
}
