import {
  CPU_INITIALIZATION_SECONDS, DEFAULT_TOLERANCE, DOWNSCALE_STABILIZATION_SECONDS, INITIAL_READINESS_DELAY_SECONDS, SYNC_PERIOD_SECONDS,
} from './constants';
import type { Milliseconds } from './types';

/** Feature gates that change the algorithm. */
export interface FeatureGates {
  /** minReplicas 0 works; from 1.36 on a workload at zero wakes up only if the autoscaler itself had put it there. */
  readonly HPAScaleToZero: boolean;
  /** `behavior.*.tolerance` is read. */
  readonly HPAConfigurableTolerance: boolean;
  /** ContainerResource metrics are read. */
  readonly HPAContainerMetrics: boolean;
  /** Pod-level requests count where they are set. */
  readonly PodLevelResources: boolean;
}

/** Flags of kube-controller-manager that the autoscaler reads, its constants, and the Kubernetes version. */
export interface ControllerParameters {
  /** The second number of the Kubernetes version, 28 to 37. */
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
   * Scale-up limit of one pass without a behavior, as a multiple of the current replicas: a constant of the controller.
   */
  readonly scaleUpLimitFactor: number;
  /** Replicas that one pass without a behavior may always reach: a constant of the controller. */
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

/** Returns the parameters of a kube-controller-manager without flags, with overrides. */
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
