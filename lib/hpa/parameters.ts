import {
  CPU_INITIALIZATION_SECONDS, DEFAULT_TOLERANCE, DOWNSCALE_STABILIZATION_SECONDS, INITIAL_READINESS_DELAY_SECONDS, SYNC_PERIOD_SECONDS,
} from './constants';
import type { Milliseconds } from './types';

/** Feature gates that change the algorithm. */
export interface FeatureGates {
  /**
   * Allows minReplicas 0. From 1.36 on a workload at zero is scaled up only if the autoscaler itself had scaled it to
   * zero.
   */
  readonly HPAScaleToZero: boolean;
  /** Enables `behavior.*.tolerance`. */
  readonly HPAConfigurableTolerance: boolean;
  /** Enables ContainerResource metrics. */
  readonly HPAContainerMetrics: boolean;
  /** Enables pod-level requests. */
  readonly PodLevelResources: boolean;
}

/** Flags of kube-controller-manager for the HPA, constants of the controller, and the Kubernetes version. */
export interface ControllerParameters {
  /** Kubernetes minor version, 28 to 37. */
  readonly kubernetesMinor: number;
  /** --horizontal-pod-autoscaler-sync-period. */
  readonly syncPeriod: Milliseconds;
  /** --horizontal-pod-autoscaler-downscale-stabilization. */
  readonly downscaleStabilization: Milliseconds;
  /** --horizontal-pod-autoscaler-tolerance. */
  readonly tolerance: number;
  /** --horizontal-pod-autoscaler-cpu-initialization-period. */
  readonly cpuInitializationPeriod: Milliseconds;
  /** --horizontal-pod-autoscaler-initial-readiness-delay. */
  readonly initialReadinessDelay: Milliseconds;
  /**
   * Scale-up limit of one sync without a behavior, as a multiple of the current replicas: a constant of the controller.
   */
  readonly scaleUpLimitFactor: number;
  /** Replicas that one sync without a behavior may always reach: a constant of the controller. */
  readonly scaleUpLimitMinimum: number;
  /** Feature gates of the controller manager. */
  readonly featureGates: FeatureGates;
}

/** Returns the default feature gates of a version. Source: pkg/features/kube_features.go of each release. */
export function defaultFeatureGates(kubernetesMinor: number): FeatureGates {
  return {
    HPAScaleToZero: kubernetesMinor >= 37,
    HPAConfigurableTolerance: kubernetesMinor >= 35,
    HPAContainerMetrics: true,
    PodLevelResources: kubernetesMinor >= 34,
  };
}

/** Returns the parameters of a kube-controller-manager with default flags, with overrides. */
export function controllerParameters(
  kubernetesMinor: number,
  overrides: Partial<Omit<ControllerParameters, 'kubernetesMinor' | 'featureGates'>> & { readonly featureGates?: Partial<FeatureGates> } = {},
): ControllerParameters {
  return {
    kubernetesMinor,
    syncPeriod: SYNC_PERIOD_SECONDS * 1000,
    downscaleStabilization: DOWNSCALE_STABILIZATION_SECONDS * 1000,
    tolerance: DEFAULT_TOLERANCE,
    cpuInitializationPeriod: CPU_INITIALIZATION_SECONDS * 1000,
    initialReadinessDelay: INITIAL_READINESS_DELAY_SECONDS * 1000,
    scaleUpLimitFactor: 2,
    scaleUpLimitMinimum: 4,
    ...overrides,
    featureGates: { ...defaultFeatureGates(kubernetesMinor), ...overrides.featureGates },
  };
}
