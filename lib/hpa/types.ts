/** Integer thousandths of a metric's unit: a number if it is a safe integer, otherwise a bigint. */
export type Milli = number | bigint;

/** Timestamp or duration in integer milliseconds. Timestamps share any one origin. */
export type Milliseconds = number;

/** Go's zero time (1 January of the year 1) relative to 1970: the value of an unset time. */
export const ZERO_TIME: Milliseconds = -62_135_596_800_000;

/** Type of an entry of `spec.metrics`. */
export type MetricType = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';
/** Resource of a Resource or ContainerResource metric. */
export type ResourceName = 'cpu' | 'memory';

/**
 * Metric target as in autoscaling/v2. The controller decides by the value that is set; for Object metrics by the type
 * as well.
 */
export interface MetricTarget {
  /** Type of the target. */
  readonly type: 'Utilization' | 'AverageValue' | 'Value';
  /** Target utilization in percent of the requests. */
  readonly averageUtilization?: number;
  /** Target per pod in thousandths. Only for AverageValue. */
  readonly averageValueMilli?: Milli;
  /** Target of the whole metric in thousandths. Only for Value. */
  readonly valueMilli?: Milli;
}

/** Label selector of a metric. */
export interface LabelSelector {
  /** Labels that must match. @default - none */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Label expressions that must match. @default - none */
  readonly matchExpressions?: ReadonlyArray<{ readonly key: string; readonly operator: string; readonly values?: readonly string[] }>;
}

/** Entry of `spec.metrics`. */
export interface MetricSpec {
  /** Type of the metric source. */
  readonly type: MetricType;
  /** Metric name (Pods, Object, External). */
  readonly name?: string;
  /** Label selector of the metric (Pods, Object, External). */
  readonly selector?: LabelSelector;
  /** Resource name (Resource, ContainerResource). */
  readonly resource?: ResourceName | (string & {});
  /** Container name (ContainerResource). */
  readonly container?: string;
  /** Kind of the described object (Object). */
  readonly describedKind?: string;
  /** Target of the metric. */
  readonly target: MetricTarget;
}

/** Entry of `behavior.scaleUp.policies` or `behavior.scaleDown.policies`. */
export interface ScalingPolicyRule {
  /** Unit of the value: pods, or a percentage of the replicas. */
  readonly type: 'Pods' | 'Percent';
  /** Maximum change within the period, in the unit of the type. */
  readonly value: number;
  /** Period in seconds. */
  readonly periodSeconds: number;
}

/** One direction of `spec.behavior` before API defaulting: every field is optional. */
export interface HPAScalingRules {
  /** Stabilization window in seconds. @default - 0 for scaleUp, the controller's flag for scaleDown */
  readonly stabilizationWindowSeconds?: number | null;
  /** Choice among several policies. @default - Max */
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled' | null;
  /** Policies that limit a step. @default - those of Kubernetes */
  readonly policies?: readonly ScalingPolicyRule[] | null;
  /**
   * Tolerance as a share of the target: 0.1 is ten percent. The controller reads the quantity with
   * `asApproximateFloat64`.
   */
  readonly tolerance?: number | null;
}

/** One direction of `spec.behavior` after API defaulting. */
export interface DefaultedScalingRules {
  /** Stabilization window in seconds. Undefined for scaleDown: the controller's downscale stabilization applies. */
  readonly stabilizationWindowSeconds?: number;
  /** Choice among several policies. */
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  /** Policies that limit a step. */
  readonly policies: readonly ScalingPolicyRule[];
  /** Tolerance as a share of the target. @default - the controller's flag */
  readonly tolerance?: number;
}

/** `spec` of an autoscaling/v2 HorizontalPodAutoscaler before API defaulting, with quantities in thousandths. */
export interface HorizontalPodAutoscalerSpec {
  /** Minimum number of replicas. @default 1 */
  readonly minReplicas?: number | null;
  /** Maximum number of replicas. */
  readonly maxReplicas: number;
  /** Metrics; the highest proposal wins. @default - 80 percent of the requested cpu */
  readonly metrics?: readonly MetricSpec[];
  /** Scaling rules of both directions. @default - those of Kubernetes */
  readonly behavior?: { readonly scaleUp?: HPAScalingRules | null; readonly scaleDown?: HPAScalingRules | null } | null;
}

/** `spec.behavior` after API defaulting. */
export interface HorizontalPodAutoscalerBehavior {
  /** Scaling rules for scaling up. */
  readonly scaleUp: DefaultedScalingRules;
  /** Scaling rules for scaling down. */
  readonly scaleDown: DefaultedScalingRules;
}

/** `spec` after API defaulting, as the controller reads it. Created by `setDefaultsHorizontalPodAutoscaler`. */
export interface DefaultedHorizontalPodAutoscalerSpec {
  /** Minimum number of replicas. */
  readonly minReplicas: number;
  /** Maximum number of replicas. */
  readonly maxReplicas: number;
  /** Metrics; the highest proposal wins. */
  readonly metrics: readonly MetricSpec[];
  /** Scaling rules of both directions. @default - the scale-up limits of autoscaling/v1 */
  readonly behavior?: HorizontalPodAutoscalerBehavior;
}

/** Phase of a pod. */
export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';

/** Resource requests of a container. */
export interface ContainerRequests {
  /** Name of the container. */
  readonly name: string;
  /** Requests by resource; an absent resource has no request. */
  readonly requestsMilli: Readonly<Record<string, Milli>>;
  /**
   * Container type. 'init' runs before the others and ends; 'sidecar' is an init container with restartPolicy Always.
   * @default 'main'
   */
  readonly kind?: 'main' | 'init' | 'sidecar';
}

/** Resource requests of the pod template. Pods of one template share one object. */
export interface PodRequests {
  /** Requests of each container. */
  readonly containers: readonly ContainerRequests[];
  /** Pod-level requests, if the template sets any. */
  readonly podLevelMilli?: Readonly<Record<string, Milli>>;
}

/**
 * Group of pods that the controller cannot distinguish. The cost of a sync depends on the number of groups, not on the
 * number of pods.
 */
export interface PodGroup {
  /** Number of pods in the group. */
  readonly count: number;
  /** Phase of the pods. */
  readonly phase: PodPhase;
  /** True if the pods have a deletion timestamp. @default false */
  readonly deleting?: boolean;
  /** Status of the Ready condition; undefined without the condition. */
  readonly ready?: 'True' | 'False' | 'Unknown';
  /** Last transition of the Ready condition. @default ZERO_TIME */
  readonly readyTransitionTime?: Milliseconds;
  /** Start time; undefined until the kubelet has accepted the pod. */
  readonly startTime?: Milliseconds;
  /** Resource requests of one pod. */
  readonly requests: PodRequests;
}

/** Sample of the metrics API for one pod group. */
export interface PodGroupSample {
  /**
   * Sum over the pods of the group. For Resource metrics over all containers, for ContainerResource metrics over the
   * named container.
   */
  readonly totalMilli: Milli;
  /** Time of the sample. */
  readonly timestamp: Milliseconds;
  /** Averaging window of the sample. */
  readonly window: Milliseconds;
}

/** Reading of a Resource, ContainerResource or Pods metric. */
export interface PodsReading {
  /** Samples by index of the pod group; undefined if the API has none for these pods. */
  readonly samples: ReadonlyArray<PodGroupSample | undefined>;
  /** Samples of deleted pods, which the API still lists but the pod lister does not. */
  readonly strays?: { readonly count: number; readonly totalMilli: Milli };
}

/** Reading of one metric of the spec in a sync; its shape depends on the metric's type. */
export type MetricReading =
  | PodsReading
  /** Reading of an Object metric. */
  | { readonly valueMilli: Milli }
  /** Reading of an External metric: one value per series. */
  | { readonly samplesMilli: readonly Milli[] }
  /** Metrics API error or empty response. */
  | { readonly error: string };

/** Input of one sync, with everything that the controller reads. */
export interface Observation {
  /** Time of the controller's clock. */
  readonly now: Milliseconds;
  /** `spec.replicas` of the scale. */
  readonly specReplicas: number;
  /** `status.replicas` of the scale. */
  readonly statusReplicas: number;
  /** Pods that match the selector, in groups of identical pods. */
  readonly pods: readonly PodGroup[];
  /** Readings by index of the spec's metrics. */
  readonly metrics: readonly MetricReading[];
  /** Problem of the scale's selector. @default - none */
  readonly selectorProblem?: 'missing' | 'unparsable' | 'ambiguous';
  /** True if reading the scale fails. @default false */
  readonly getScaleError?: boolean;
  /** True if writing the scale fails. @default false */
  readonly updateScaleError?: boolean;
}

/** Type of a condition; ScaledToZero exists since Kubernetes 1.36. */
export type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited' | 'ScaledToZero' | '';

/** Reason of a condition, as spelled upstream. */
export type ConditionReason =
  | 'SucceededGetScale' | 'FailedGetScale' | 'SucceededRescale' | 'FailedUpdateScale'
  | 'ReadyForNewScale' | 'ScaleUpStabilized' | 'ScaleDownStabilized'
  | 'ValidMetricFound' | 'ScalingDisabled' | 'InvalidSelector' | 'AmbiguousSelector' | 'InvalidMetricSourceType'
  | 'FailedGetResourceMetric' | 'FailedGetContainerResourceMetric' | 'FailedGetPodsMetric' | 'FailedGetObjectMetric' | 'FailedGetExternalMetric'
  | 'DesiredWithinRange' | 'TooManyReplicas' | 'TooFewReplicas' | 'ScaleUpLimit' | 'ScaleDownLimit'
  | 'ScaledToZero' | 'NotScaledToZero' | '';

/** Status condition of a HorizontalPodAutoscaler. */
export interface Condition {
  /** Type of the condition. */
  readonly type: ConditionType;
  /** Value of the condition. */
  readonly status: 'True' | 'False' | '';
  /** Reason for the value. */
  readonly reason: ConditionReason;
  /** Time of the last change of the value. */
  readonly lastTransitionTime: Milliseconds;
}

/** Entry of `status.currentMetrics`; all fields are undefined if the metric failed. */
export interface MetricStatus {
  /** Utilization in percent of the requests. */
  readonly averageUtilization?: number;
  /** Value per pod in thousandths. */
  readonly averageValueMilli?: Milli;
  /** Value of the whole metric in thousandths. */
  readonly valueMilli?: Milli;
}

/** `status` of the HorizontalPodAutoscaler. It is stored in the API server and survives a restart of the controller. */
export interface HorizontalPodAutoscalerStatus {
  /** Replicas of the scale at the last sync. */
  readonly currentReplicas: number;
  /** Desired replicas of the last sync. */
  readonly desiredReplicas: number;
  /** Time of the last write of the scale; undefined before the first. */
  readonly lastScaleTime?: Milliseconds;
  /** Metric statuses; null before the first metrics were read. */
  readonly currentMetrics: readonly MetricStatus[] | null;
  /** Conditions, as `kubectl describe hpa` lists them. */
  readonly conditions: readonly Condition[];
}

/** Proposal of one metric with its intermediate values. */
export interface MetricProposal {
  /** Proposed replicas; undefined if the metric failed. */
  readonly replicas?: number;
  /** Error of the metric; undefined if it was read. */
  readonly error?: { readonly reason: ConditionReason; readonly message: string };
  /** Usage over target, of the pods that reported. */
  readonly usageRatio?: number;
  /** Usage over target including missing and unready pods; undefined without such pods. */
  readonly rebalancedRatio?: number;
  /** True if the ratio is within the tolerance, so that the metric proposes no change. */
  readonly withinTolerance?: boolean;
  /** Ready pods with a sample. */
  readonly readyPods?: number;
  /** Pods that are not Ready, or whose CPU sample is too recent to count. */
  readonly unreadyPods?: number;
  /** Pods without a sample. */
  readonly missingPods?: number;
  /** Pods that are terminating or failed. */
  readonly ignoredPods?: number;
}

/** Policy of `spec.behavior` that limited the step. */
export interface PolicyLimit {
  /** Direction of the limited step. */
  readonly direction: 'scaleUp' | 'scaleDown';
  /** Replica limit of the step. */
  readonly limit: number;
  /** Limiting policy; undefined if the direction is Disabled. */
  readonly policy?: ScalingPolicyRule;
  /** Replicas at the start of the policy's period. */
  readonly periodStartReplicas?: number;
}

/** Step-by-step trace of a sync. Steps that were not reached are undefined. */
export interface PassTrace {
  /** Proposal of each metric, in the order of the spec. */
  readonly metrics?: readonly MetricProposal[];
  /** Index of the metric with the highest proposal. */
  readonly decidingMetric?: number;
  /** Highest proposal, before stabilization. */
  readonly recommendation?: number;
  /** Replicas after stabilization; differ from the recommendation if a window limited it. */
  readonly stabilized?: number;
  /** Replicas after policies and bounds; differ from `stabilized` if one of them limited the step. */
  readonly limited?: number;
  /** Reason of the condition ScalingLimited. */
  readonly limitReason?: ConditionReason;
  /** Policy that limited the step; undefined if no policy did. */
  readonly policyLimit?: PolicyLimit;
}

/** Result of one sync of the controller for one autoscaler. */
export interface ReconcileResult {
  /** Status that the sync writes. */
  readonly status: HorizontalPodAutoscalerStatus;
  /** `spec.replicas` of the scale after the sync. */
  readonly replicas: number;
  /** True if the scale was written. */
  readonly scaleUpdated: boolean;
  /** Text of the SuccessfulRescale event, if the scale was written. */
  readonly rescaleReason?: string;
  /** Error of the sync; some syncs scale nevertheless. */
  readonly error?: string;
  /** Intermediate values of the sync. */
  readonly trace: PassTrace;
}
