/**
 * Relative deviation from the target within which the controller does not scale: --horizontal-pod-autoscaler-tolerance.
 */
export const DEFAULT_TOLERANCE = 0.1;

/**
 * Target of the metric that the API server adds to an HPA without metrics, in percent of the requested CPU. Source:
 * pkg/apis/autoscaling/v2/defaults.go.
 */
export const DEFAULT_CPU_UTILIZATION = 80;

/** Seconds between two syncs of an HPA: --horizontal-pod-autoscaler-sync-period. */
export const SYNC_PERIOD_SECONDS = 15;

/** Stabilization window of scale-down, in seconds: --horizontal-pod-autoscaler-downscale-stabilization. */
export const DOWNSCALE_STABILIZATION_SECONDS = 300;

/**
 * Seconds after the start of a pod during which its CPU counts only while it is ready:
 * --horizontal-pod-autoscaler-cpu-initialization-period.
 */
export const CPU_INITIALIZATION_SECONDS = 300;

/**
 * Seconds during which a pod that becomes ready for the first time counts as starting:
 * --horizontal-pod-autoscaler-initial-readiness-delay.
 */
export const INITIAL_READINESS_DELAY_SECONDS = 30;

/**
 * Resources that the HPA reads from running pods, and the KEDA triggers of the same name. Without pods there is no
 * value.
 */
export const POD_RESOURCES: ReadonlySet<string> = new Set(['cpu', 'memory']);

/** Field of an HPA metric that holds the source of each type. Source: k8s.io/api autoscaling/v2, MetricSpec. */
export const METRIC_SOURCES = { Resource: 'resource', ContainerResource: 'containerResource', Pods: 'pods', Object: 'object', External: 'external' } as const;
