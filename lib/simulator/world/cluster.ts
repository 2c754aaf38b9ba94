import { type Progression } from './progression';
import { type Distribution } from './service';

/**
 * Pod start-up, from creation to Ready, as phases in seconds. If the pod needs a node that does not exist yet, the
 * node's provisioning time is added.
 */
export interface StartUp {
  /** Time from creation to binding and the kubelet's acknowledgement (status.startTime), if a node has room. */
  readonly schedule: Distribution;
  /** Image pull time on a node that has not run this workload yet. */
  readonly coldPull: Distribution;
  /** Image pull time on a node that has run this workload. The only pull time if no node pool is modelled. */
  readonly warmPull: Distribution;
  /**
   * Run time of the init containers, such as model preloading or migrations. The pod stays Pending until they complete.
   */
  readonly init: Distribution;
  /** Time from the start of the containers (phase Running) until the application answers. */
  readonly boot: Distribution;
  /**
   * Start-up phases of a model server before `boot`, in sequence: weight loading, compilation, engine warm-up.
   * @default - none
   */
  readonly engine?: { readonly weights: Distribution; readonly compilation: Distribution; readonly warmUp: Distribution };
  /**
   * Relative slowdown of image pulls and weight loading per other pod of the workload that starts at the same time.
   * @default 0
   */
  readonly burstSlowdown?: number;
  /** Readiness probe. The pod becomes Ready at the first probe after the application answers. */
  readonly readiness: { readonly initialDelaySeconds: number; readonly periodSeconds: number };
  /**
   * CPU cores used by a starting pod from phase Running to Ready: JIT, class loading, model load. If its CPU limit is
   * lower, `boot` takes longer in proportion.
   */
  readonly cpuCores: number;
  /** Slower service of a new pod. Undefined: no warm-up. */
  readonly warmUp?: WarmUp;
}

/**
 * Warm-up of a new pod: its service time is multiplied by `factor`, which falls linearly to 1 within `seconds` after
 * the pod's first readiness.
 */
export interface WarmUp {
  /** Service time factor of a pod that has just started. */
  readonly factor: number;
  /** Seconds until the factor reaches 1. */
  readonly seconds: number;
}

/** Probes that queue for a free slot of their pod as requests do, so that they fail under overload. */
export interface Probes {
  /** Readiness probe. @default - never fails */
  readonly readiness?: Probe;
  /** Liveness probe. @default - never fails */
  readonly liveness?: Probe;
}

/** Fields of a container's probe. */
export interface Probe {
  /** `periodSeconds` of the probe. */
  readonly periodSeconds: number;
  /** `timeoutSeconds` of the probe. */
  readonly timeoutSeconds: number;
  /** `failureThreshold` of the probe. */
  readonly failureThreshold: number;
  /** `successThreshold` of the probe. */
  readonly successThreshold: number;
  /** `terminationGracePeriodSeconds` of a liveness probe. @default - that of the pod */
  readonly graceSeconds?: number;
}

/** Pod termination, from deletion to its end. */
export interface Drain {
  /** Duration of the preStop hook in seconds. The application receives SIGTERM after it. */
  readonly preStopSeconds: number;
  /** terminationGracePeriodSeconds: requests still in service this long after the deletion are killed. */
  readonly graceSeconds: number;
  /**
   * Seconds until load balancers stop routing to the pod, even if its process has already ended. Requests routed to an
   * ended process are refused.
   */
  readonly endpointRemovalSeconds: number;
  /** True if the application finishes its requests after SIGTERM; otherwise SIGTERM kills it. */
  readonly finishesOnTerm: boolean;
}

/** Rolling update of a workload to a new revision. */
export interface Rollout {
  /** Pods allowed above the replica count: a number, or a share such as 0.25 (rounded up), as set by `unit`. */
  readonly maxSurge: RolloutBound;
  /** Pods allowed to be unavailable; a share is rounded down. If both bounds are 0, one pod may be unavailable. */
  readonly maxUnavailable: RolloutBound;
  /** OrderedReady pod management of a StatefulSet: pods start and end one at a time. */
  readonly ordered: boolean;
  /** Steps of an Argo Rollout. Undefined: all pods are replaced at once within the bounds. */
  readonly progression?: Progression;
}

/** Value of maxSurge or maxUnavailable: a number of pods, or a share of the replicas. */
export interface RolloutBound {
  /** Unit of the value: pods, or a share of the replicas. */
  readonly unit: 'pods' | 'share';
  /** Bound in its unit. */
  readonly value: number;
}

/** Container of a pod, with the fields that autoscaling reads. */
export interface Container {
  /** Name of the container. */
  readonly name: string;
  /**
   * Container type. 'init' completes before the others start; 'sidecar' is an init container with restartPolicy Always.
   * @default 'main'
   */
  readonly kind?: 'main' | 'init' | 'sidecar';
  /**
   * spec.containers[].resources.requests.cpu in milli-cores. Undefined: no request, which a utilization metric reports
   * as an error.
   */
  readonly cpuRequestMilli?: number;
  /** spec.containers[].resources.limits.cpu in milli-cores. Undefined: no limit. */
  readonly cpuLimitMilli?: number;
  /** spec.containers[].resources.requests.memory in bytes. */
  readonly memoryRequestBytes?: number;
  /** Share of the requests' CPU that this container uses; the containers of a pod add up to 1. */
  readonly loadShare: number;
  /** CPU in milli-cores used while idle. */
  readonly idleCpuMilli: number;
  /** Memory in bytes used while idle. */
  readonly idleMemoryBytes: number;
}

/** Node pool with a cluster autoscaler. */
export interface NodePool {
  /** Name of the node pool. */
  readonly name: string;
  /**
   * Allocatable CPU of a node in milli-cores. Pods are packed by their requests; if they want more, they share the CPU
   * in proportion to their requests.
   */
  readonly cpuMilli: number;
  /** Allocatable memory of a node in bytes. */
  readonly memoryBytes: number;
  /**
   * Maximum number of pods per node, besides the limits above: 110 by the kubelet's default, 1 for a node with one GPU
   * that each pod needs whole.
   */
  readonly podsPerNode: number;
  /** Number of nodes at the start of the run. */
  readonly initialNodes: number;
  /** Minimum number of nodes. */
  readonly minNodes: number;
  /** Maximum number of nodes. */
  readonly maxNodes: number;
  /** Time from the autoscaler's request to a Ready node. */
  readonly provisioning: Distribution;
  /** Seconds between two scans for unschedulable pods. Infinity: nodes are never added. */
  readonly scanSeconds: number;
  /** Seconds that a node is empty before it is removed. Infinity: never. */
  readonly removeEmptyAfterSeconds: number;
  /** Price per node-hour. */
  readonly pricePerNodeHour: number;
}

/** Delays between a metric's measurement and the controller's read. */
export interface MetricsPipeline {
  /** Pipeline of the metrics cpu and memory. */
  readonly resource: ResourcePipeline;
  /** Pipeline of custom and external metrics. */
  readonly custom: CustomPipeline;
}

/** Resource metrics pipeline: kubelet and metrics-server, for cpu and memory. */
export interface ResourcePipeline {
  /** --metric-resolution of metrics-server: seconds between two scrapes. */
  readonly resolutionSeconds: number;
  /** Maximum age of the kubelet's own reading at the scrape, in seconds; on average half of it. */
  readonly kubeletSeconds: number;
}

/** Custom metrics pipeline: Prometheus with an adapter, or a scaler that queries its source directly. */
export interface CustomPipeline {
  /** Scrape interval in seconds. 0: every query reads the live value (a KEDA scaler that queries a broker). */
  readonly scrapeSeconds: number;
  /** Range of rate() and of latency quantiles, in seconds. */
  readonly rateWindowSeconds: number;
  /**
   * Maximum delay in seconds until a new pod is scraped, in addition to the wait for the next scrape; on average half
   * of it. Counter increases before the first scrape are in no rate.
   */
  readonly discoverySeconds: number;
  /**
   * Maximum delay in seconds until the adapter discovers a new series (--metrics-relist-interval); on average half of
   * it.
   */
  readonly relistSeconds: number;
  /** Seconds that a value is cached (KEDA's useCachedMetrics with its pollingInterval). 0: queried at every sync. */
  readonly cacheSeconds: number;
  /** Replacement for NaN: prometheus-adapter returns 0, a scaler with ignoreNullValues: false returns an error. */
  readonly nanBecomes: 'zero' | 'missing';
}
