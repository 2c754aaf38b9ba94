/** Whole thousandths of a metric's unit: a number as far as it is a safe integer, a bigint beyond. */
export type Milli = number | bigint;

/** A moment or a length of time in whole milliseconds. Moments share any one origin. */
export type Milliseconds = number;

/** Go's zero time (1 January of the year 1) relative to 1970: the value of a time that was never set. */
export const ZERO_TIME: Milliseconds = -62_135_596_800_000;

/** Type of an entry of `spec.metrics`. */
export type MetricType = 'Resource' | 'ContainerResource' | 'Pods' | 'Object' | 'External';
/** Resource of a Resource or ContainerResource metric. */
export type ResourceName = 'cpu' | 'memory';

/**
 * Target as in autoscaling/v2. The controller decides by the value that is set; for Object metrics by the type as well.
 */
export interface MetricTarget {
  /** Type of the target. */
  readonly type: 'Utilization' | 'AverageValue' | 'Value';
  /** Percent of the requests. */
  readonly averageUtilization?: number;
  /** Target per pod in thousandths; only of AverageValue. */
  readonly averageValueMilli?: Milli;
  /** Target of the whole metric in thousandths; only of Value. */
  readonly valueMilli?: Milli;
}

/** Label selector of a metric. */
export interface LabelSelector {
  /** Labels that have to match. @default - none */
  readonly matchLabels?: Readonly<Record<string, string>>;
  /** Expressions that have to match. @default - none */
  readonly matchExpressions?: ReadonlyArray<{ readonly key: string; readonly operator: string; readonly values?: readonly string[] }>;
}

/** Entry of `spec.metrics`. */
export interface MetricSpec {
  /** Type of the metric source. */
  readonly type: MetricType;
  /** The metric's name (Pods, Object, External). */
  readonly name?: string;
  /** The metric's label selector (Pods, Object, External). */
  readonly selector?: LabelSelector;
  /** The resource's name (Resource, ContainerResource). */
  readonly resource?: ResourceName | (string & {});
  /** The container's name (ContainerResource). */
  readonly container?: string;
  /** The kind of the described object (Object). */
  readonly describedKind?: string;
  /** Target of the metric. */
  readonly target: MetricTarget;
}

/** Entry of `behavior.scaleUp.policies` or `behavior.scaleDown.policies`. */
export interface ScalingPolicyRule {
  /** Unit of the value: pods, or a percentage of the replicas. */
  readonly type: 'Pods' | 'Percent';
  /** Largest change within the period, in the unit of the type. */
  readonly value: number;
  /** Period in seconds. */
  readonly periodSeconds: number;
}

/** One direction of `spec.behavior` as a user writes it: every field may be absent. */
export interface HPAScalingRules {
  /** Stabilization window in seconds. @default - 0 up, the controller's flag down */
  readonly stabilizationWindowSeconds?: number | null;
  /** Choice among several policies. @default - Max */
  readonly selectPolicy?: 'Max' | 'Min' | 'Disabled' | null;
  /** Policies that limit a step. @default - those of Kubernetes */
  readonly policies?: readonly ScalingPolicyRule[] | null;
  /** A share of the target: 0.1 is ten percent. The controller reads the quantity with `asApproximateFloat64`. */
  readonly tolerance?: number | null;
}

/** One direction of `spec.behavior` after API defaulting. */
export interface DefaultedScalingRules {
  /** Undefined for scaleDown: the controller's downscale stabilization applies. */
  readonly stabilizationWindowSeconds?: number;
  /** Choice among several policies. */
  readonly selectPolicy: 'Max' | 'Min' | 'Disabled';
  /** Policies that limit a step. */
  readonly policies: readonly ScalingPolicyRule[];
  /** Share of the target by which usage may differ without a change. @default - the controller's flag */
  readonly tolerance?: number;
}

/** `spec` of an autoscaling/v2 HorizontalPodAutoscaler as a user writes it, quantities in thousandths. */
export interface HorizontalPodAutoscalerSpec {
  /** Lower bound of the replicas. @default 1 */
  readonly minReplicas?: number | null;
  /** Upper bound of the replicas. */
  readonly maxReplicas: number;
  /** Metrics, of which the highest proposal wins. @default - 80 percent of the requested cpu */
  readonly metrics?: readonly MetricSpec[];
  /** Scaling rules of both directions. @default - those of Kubernetes */
  readonly behavior?: { readonly scaleUp?: HPAScalingRules | null; readonly scaleDown?: HPAScalingRules | null } | null;
}

/** `spec.behavior` after defaulting. */
export interface HorizontalPodAutoscalerBehavior {
  /** Scaling rules for scaling up. */
  readonly scaleUp: DefaultedScalingRules;
  /** Scaling rules for scaling down. */
  readonly scaleDown: DefaultedScalingRules;
}

/** The spec after API defaulting: what the controller reads. Made by `setDefaultsHorizontalPodAutoscaler`. */
export interface DefaultedHorizontalPodAutoscalerSpec {
  /** Lower bound of the replicas. */
  readonly minReplicas: number;
  /** Upper bound of the replicas. */
  readonly maxReplicas: number;
  /** Metrics, of which the highest proposal wins. */
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
  /** Requests by resource; a resource that is absent has no request. */
  readonly requestsMilli: Readonly<Record<string, Milli>>;
  /** 'init' runs before the others and ends; 'sidecar' is an init container that restarts always. @default 'main' */
  readonly kind?: 'main' | 'init' | 'sidecar';
}

/** Requests of the pod template. Pods of one template share one object. */
export interface PodRequests {
  /** Requests of each container. */
  readonly containers: readonly ContainerRequests[];
  /** Pod-level requests, where the template sets any. */
  readonly podLevelMilli?: Readonly<Record<string, Milli>>;
}

/**
 * Pods that the controller cannot distinguish. The cost of a pass depends on the number of groups, not on the number of
 * pods.
 */
export interface PodGroup {
  /** Number of like pods. */
  readonly count: number;
  /** Phase of the pods. */
  readonly phase: PodPhase;
  /** The pods carry a deletion timestamp. @default false */
  readonly deleting?: boolean;
  /** Status of the Ready condition; undefined where there is none. */
  readonly ready?: 'True' | 'False' | 'Unknown';
  /** Last transition of the Ready condition. @default ZERO_TIME */
  readonly readyTransitionTime?: Milliseconds;
  /** Undefined where the kubelet has not yet accepted the pod. */
  readonly startTime?: Milliseconds;
  /** Resource requests of one pod. */
  readonly requests: PodRequests;
}

/** Sample of the metrics API for the pods of one group. */
export interface PodGroupSample {
  /**
   * Sum over the pods of the group: for Resource metrics over their containers, for ContainerResource of the one
   * container.
   */
  readonly totalMilli: Milli;
  /** Time of the sample. */
  readonly timestamp: Milliseconds;
  /** Window that the sample was averaged over. */
  readonly window: Milliseconds;
}

/** Resource, ContainerResource and Pods metrics. */
export interface PodsReading {
  /** Samples by index of the pod group; undefined where the API has none for these pods. */
  readonly samples: ReadonlyArray<PodGroupSample | undefined>;
  /** Samples of deleted pods: the API still lists them, the pod lister does not. */
  readonly strays?: { readonly count: number; readonly totalMilli: Milli };
}

/** Reading of one metric of the spec in a pass; its shape follows the metric's type. */
export type MetricReading =
  | PodsReading
  /** Object metrics. */
  | { readonly valueMilli: Milli }
  /** External metrics: one number a series. */
  | { readonly samplesMilli: readonly Milli[] }
  /** The metrics API failed or had nothing. */
  | { readonly error: string };

/** Input of one pass: everything that the controller reads. */
export interface Observation {
  /** The controller's clock. */
  readonly now: Milliseconds;
  /** The scale subresource. */
  readonly specReplicas: number;
  /** `status.replicas` of the scale. */
  readonly statusReplicas: number;
  /** Pods that the selector matches, like ones grouped. */
  readonly pods: readonly PodGroup[];
  /** By index of the spec's metrics. */
  readonly metrics: readonly MetricReading[];
  /** Problem of the scale's selector. @default - none */
  readonly selectorProblem?: 'missing' | 'unparsable' | 'ambiguous';
  /** Reading the scale fails. @default false */
  readonly getScaleError?: boolean;
  /** Writing the scale fails. @default false */
  readonly updateScaleError?: boolean;
}

/** Type of a condition; ScaledToZero exists since Kubernetes 1.36. */
export type ConditionType = 'AbleToScale' | 'ScalingActive' | 'ScalingLimited' | 'ScaledToZero' | '';

/** Reason of a condition, as upstream spells it. */
export type ConditionReason =
  | 'SucceededGetScale' | 'FailedGetScale' | 'SucceededRescale' | 'FailedUpdateScale'
  | 'ReadyForNewScale' | 'ScaleUpStabilized' | 'ScaleDownStabilized'
  | 'ValidMetricFound' | 'ScalingDisabled' | 'InvalidSelector' | 'AmbiguousSelector' | 'InvalidMetricSourceType'
  | 'FailedGetResourceMetric' | 'FailedGetContainerResourceMetric' | 'FailedGetPodsMetric' | 'FailedGetObjectMetric' | 'FailedGetExternalMetric'
  | 'DesiredWithinRange' | 'TooManyReplicas' | 'TooFewReplicas' | 'ScaleUpLimit' | 'ScaleDownLimit'
  | 'ScaledToZero' | 'NotScaledToZero' | '';

/** Condition in the status of a HorizontalPodAutoscaler. */
export interface Condition {
  /** Type of the condition. */
  readonly type: ConditionType;
  /** Status of the condition. */
  readonly status: 'True' | 'False' | '';
  /** Reason for the status. */
  readonly reason: ConditionReason;
  /** Time of the last change of the status. */
  readonly lastTransitionTime: Milliseconds;
}

/** One entry of `status.currentMetrics`; all fields undefined where the metric failed. */
export interface MetricStatus {
  /** Utilization of the requests, in percent. */
  readonly averageUtilization?: number;
  /** Value per pod in thousandths. */
  readonly averageValueMilli?: Milli;
  /** Value of the whole metric in thousandths. */
  readonly valueMilli?: Milli;
}

/** `status` of the HorizontalPodAutoscaler. It lives in the API server and survives a restart of the controller. */
export interface HorizontalPodAutoscalerStatus {
  /** Replicas of the scale at the last pass. */
  readonly currentReplicas: number;
  /** Replicas that the last pass decided on. */
  readonly desiredReplicas: number;
  /** Time of the last write of the scale; undefined before the first. */
  readonly lastScaleTime?: Milliseconds;
  /** Null before the first metrics were read. */
  readonly currentMetrics: readonly MetricStatus[] | null;
  /** Conditions, as `kubectl describe hpa` lists them. */
  readonly conditions: readonly Condition[];
}

/** Intermediate values of one metric's proposal. */
export interface MetricProposal {
  /** Undefined where the metric failed. */
  readonly replicas?: number;
  /** Failure of the metric; undefined where it was read. */
  readonly error?: { readonly reason: ConditionReason; readonly message: string };
  /**
   * Usage over target: the first, on reported pods only, and the second, with missing and unready pods filled in, where
   * there was one.
   */
  readonly usageRatio?: number;
  /** Usage over target with missing and unready pods filled in; undefined where there are none. */
  readonly rebalancedRatio?: number;
  /** The ratio lay within the tolerance, so that the metric proposes no change. */
  readonly withinTolerance?: boolean;
  /** Ready pods with a sample. */
  readonly readyPods?: number;
  /** Pods that are not Ready, or whose CPU sample is too young to count. */
  readonly unreadyPods?: number;
  /** Pods without a sample. */
  readonly missingPods?: number;
  /** Pods that are deleted or have failed. */
  readonly ignoredPods?: number;
}

/** Policy of `spec.behavior` that limited the step. */
export interface PolicyLimit {
  /** Direction of the limited step. */
  readonly direction: 'scaleUp' | 'scaleDown';
  /** Replicas that the step may reach. */
  readonly limit: number;
  /** Undefined where the direction is Disabled. */
  readonly policy?: ScalingPolicyRule;
  /** Replicas at the start of the policy's period. */
  readonly periodStartReplicas?: number;
}

/** Trace of a pass, step by step; a step that was not reached is undefined. */
export interface PassTrace {
  /** Proposal of each metric, in the order of the spec. */
  readonly metrics?: readonly MetricProposal[];
  /** Index of the metric whose proposal was the highest. */
  readonly decidingMetric?: number;
  /** The highest proposal, before stabilization. */
  readonly recommendation?: number;
  /** After stabilization: differs from the recommendation where a window held it back. */
  readonly stabilized?: number;
  /** After policies and bounds: differs from `stabilized` where one limited the step. */
  readonly limited?: number;
  /** Reason of the condition ScalingLimited. */
  readonly limitReason?: ConditionReason;
  /** Policy that limited the step; undefined where none did. */
  readonly policyLimit?: PolicyLimit;
}

/** Result of one pass of the controller over one autoscaler. */
export interface ReconcileResult {
  /** Status that the pass writes. */
  readonly status: HorizontalPodAutoscalerStatus;
  /** Replicas of the scale's spec after the pass. */
  readonly replicas: number;
  /** The scale was written. */
  readonly scaleUpdated: boolean;
  /** Text of the SuccessfulRescale event, where the scale was written. */
  readonly rescaleReason?: string;
  /** Error that the pass returned; some passes scale nevertheless. */
  readonly error?: string;
  /** Intermediate values of the pass. */
  readonly trace: PassTrace;
}
