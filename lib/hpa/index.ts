export { calculateScaleDownLimitWithBehaviors, calculateScaleUpLimitWithScalingRules } from './policy-limits';
export { calcPlainMetricReplicas } from './plain-metric-replicas';
export { calculateRequests, type RequestResult } from './pod-requests';
export { type CalculationError } from './calculation-error';
export { type CalculationResult, type ReplicaCalculation } from './replica-calculation';
export { calculateScaleUpLimit, convertDesiredReplicasWithBehaviorRate, convertDesiredReplicasWithRules } from './convert-desired-replicas';
export { computeReplicasForMetric } from './compute-replicas-for-metric';
export { computeReplicasForMetrics } from './compute-replicas-for-metrics';
export {
  CPU_INITIALIZATION_SECONDS, DEFAULT_CPU_UTILIZATION, DEFAULT_TOLERANCE, DOWNSCALE_STABILIZATION_SECONDS, INITIAL_READINESS_DELAY_SECONDS, POD_RESOURCES,
  SYNC_PERIOD_SECONDS,
} from './constants';
export { controllerParameters, defaultFeatureGates, type ControllerParameters, type FeatureGates } from './parameters';
export { generateHPAScaleDownRules, generateHPAScaleUpRules, setDefaultsHorizontalPodAutoscaler } from './defaults';
export { getExternalPerPodMetricReplicas, getObjectPerPodMetricReplicas } from './per-pod-replicas';
export { getExternalMetricReplicas, getObjectMetricReplicas, getReadyPodsCount, getUsageRatioReplicaCount } from './usage-ratio-replicas';
export { getMetricUsageRatio, getResourceUtilizationRatio } from './utilization';
export { getReplicasChangePerPeriod, storeScaleEvent } from './scale-events';
export { getResourceReplicas } from './resource-replicas';
export { groupPods } from './group-pods';
export { getContainerMetrics, getPodMetrics, type PodMetrics } from './metrics-client';
export { metricName } from './metric-name';
export { newControllerMemory, newControllerState, type ControllerMemory, type ControllerState } from './state';
export { normalizeDesiredReplicas, normalizeDesiredReplicasWithBehaviors } from './normalize';
export { reconcileAutoscaler } from './reconcile';
export { RecommendationWindow, type Recommendations, type StabilizationWindows, type TimestampedRecommendation } from './recommendation-window';
export { ScaleEventLog, type TimestampedScaleEvent } from './scale-event-log';
export { stabilizeRecommendation, stabilizeRecommendationWithBehaviors } from './stabilize';
export { asApproximateFloat64, isWithin, tolerancesForHpa, type Tolerances } from './tolerance';
export * from './types';
export { validateHpa } from './validation/validate-hpa';
export { type FieldProblem } from './validation/field-problem';
