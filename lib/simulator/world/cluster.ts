import { type Progression } from './progression';
import { type Distribution } from './service';

/**
 * From the creation of a pod to Ready, each phase in seconds. Scheduling onto a node that does not exist yet adds the
 * node's provisioning.
 */
export interface StartUp {
  /** From creation to binding and the kubelet's acknowledgement (status.startTime), where a node has room. */
  readonly schedule: Distribution;
  /** Pulling the images on a node that has not run this workload yet. */
  readonly coldPull: Distribution;
  /** Pulling the images on a node that has; the only pull where no node pool is modelled. */
  readonly warmPull: Distribution;
  /** Init containers: models preloaded, migrations. The pod stays Pending until here. */
  readonly init: Distribution;
  /** From the start of the containers (phase Running) until the application answers. */
  readonly boot: Distribution;
  /**
   * Parts of a model server's start before `boot`, one after the other: its weights, its compilation, and the warm-up
   * of its engine.
   * @default - none
   */
  readonly engine?: { readonly weights: Distribution; readonly compilation: Distribution; readonly warmUp: Distribution };
  /**
   * Part by which pulls and weights take longer for each other pod of the workload that starts at the same time.
   * @default 0
   */
  readonly burstSlowdown?: number;
  /** The readiness probe: the pod is Ready with the first probe that finds the application answering. */
  readonly readiness: { readonly initialDelaySeconds: number; readonly periodSeconds: number };
  /**
   * Cores that a starting pod uses from phase Running to Ready: JIT, class loading, model load. Where its CPU limit
   * leaves less, `boot` takes longer in proportion.
   */
  readonly cpuCores: number;
  /** Slower service of a new pod; left out: none. */
  readonly warmUp?: WarmUp;
}

/**
 * A new pod takes `factor` times as long for a request; the factor falls linearly to 1 in `seconds` after the pod's
 * first readiness.
 */
export interface WarmUp {
  /** Factor of the service time of a pod that has just started. */
  readonly factor: number;
  /** Seconds until the factor has fallen to 1. */
  readonly seconds: number;
}

/** Probes that wait for a free slot of their pod as requests do, so that they fail under overload. */
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

/** From the deletion of a pod to its end. */
export interface Drain {
  /** The preStop hook, in seconds: the application does not notice until it is over. */
  readonly preStopSeconds: number;
  /** terminationGracePeriodSeconds: what is in service at this age of the deletion is killed. */
  readonly graceSeconds: number;
  /**
   * Seconds until balancers stop sending to the pod, whether its process lives or not: what they send to a process that
   * has ended is refused.
   */
  readonly endpointRemovalSeconds: number;
  /** The application finishes its requests after SIGTERM; otherwise SIGTERM kills it. */
  readonly finishesOnTerm: boolean;
}

/** Rolling update of a workload to a new revision. */
export interface Rollout {
  /** Pods above the replica count: a number, or a share such as 0.25 (rounded up), told apart by `unit`. */
  readonly maxSurge: RolloutBound;
  /** Pods that may be unavailable: a share is rounded down; both bounds 0 means one unavailable pod. */
  readonly maxUnavailable: RolloutBound;
  /** OrderedReady of a StatefulSet: pods start and end one at a time. */
  readonly ordered: boolean;
  /** Steps of an Argo Rollout; without them all pods are replaced at once within the bounds. */
  readonly progression?: Progression;
}

/** Value of maxSurge or maxUnavailable: a number of pods, or a share of the replicas. */
export interface RolloutBound {
  /** Unit of the value: pods, or a share of the replicas. */
  readonly unit: 'pods' | 'share';
  /** Bound in its unit. */
  readonly value: number;
}

/** A container of the pod, as far as autoscaling sees it. */
export interface Container {
  /** Name of the container. */
  readonly name: string;
  /** 'init' ends before the others start; 'sidecar' is an init container that restarts always. @default 'main' */
  readonly kind?: 'main' | 'init' | 'sidecar';
  /**
   * spec.containers[].resources.requests.cpu in milli-cores; undefined where none is set, which a utilization metric
   * reports as an error.
   */
  readonly cpuRequestMilli?: number;
  /** spec.containers[].resources.limits.cpu in milli-cores; undefined where none is set. */
  readonly cpuLimitMilli?: number;
  /** spec.containers[].resources.requests.memory in bytes. */
  readonly memoryRequestBytes?: number;
  /** Part of the requests' CPU that falls to this container; the containers of a pod add up to 1. */
  readonly loadShare: number;
  /** Milli-cores used without any request. */
  readonly idleCpuMilli: number;
  /** Bytes used without any request. */
  readonly idleMemoryBytes: number;
}

/** Node pool with a cluster autoscaler. */
export interface NodePool {
  /** Name of the node pool. */
  readonly name: string;
  /**
   * Allocatable milli-cores of a node; requests are packed into it, and pods that want more share it in proportion to
   * their requests.
   */
  readonly cpuMilli: number;
  /** Allocatable bytes of a node. */
  readonly memoryBytes: number;
  /**
   * Pods that a node takes besides the limits above: 110 by the kubelet's default, 1 for a node with one GPU that each
   * pod needs whole.
   */
  readonly podsPerNode: number;
  /** Nodes at the start of the run. */
  readonly initialNodes: number;
  /** Fewest nodes. */
  readonly minNodes: number;
  /** Most nodes. */
  readonly maxNodes: number;
  /** From the autoscaler's request to a Ready node. */
  readonly provisioning: Distribution;
  /** Seconds between two scans for unschedulable pods; Infinity: nodes are never added. */
  readonly scanSeconds: number;
  /** Seconds for which a node is empty before it is removed; Infinity: never. */
  readonly removeEmptyAfterSeconds: number;
  /** Price of a node for an hour. */
  readonly pricePerNodeHour: number;
}

/** Delays of metrics until the controller reads them. */
export interface MetricsPipeline {
  /** Pipeline of cpu and memory. */
  readonly resource: ResourcePipeline;
  /** Pipeline of custom and external metrics. */
  readonly custom: CustomPipeline;
}

/** kubelet and metrics-server: cpu and memory. */
export interface ResourcePipeline {
  /** metrics-server's --metric-resolution: seconds between two scrapes. */
  readonly resolutionSeconds: number;
  /** Age of the kubelet's own reading when it is scraped, at most; on average half of it. */
  readonly kubeletSeconds: number;
}

/** Prometheus and an adapter, or a scaler that asks a source itself. */
export interface CustomPipeline {
  /** Seconds between two scrapes; 0: every query reads the live value (a KEDA scaler that asks a broker). */
  readonly scrapeSeconds: number;
  /** Range of rate() and of latency quantiles. */
  readonly rateWindowSeconds: number;
  /**
   * Seconds until a new pod is scraped, beside the wait for the next scrape, at most; on average half of it. What it
   * counts until then is in no rate.
   */
  readonly discoverySeconds: number;
  /**
   * Seconds until the adapter knows a series that did not exist before (--metrics-relist-interval), at most; on average
   * half of it.
   */
  readonly relistSeconds: number;
  /**
   * Seconds for which an answer is kept (KEDA useCachedMetrics with its pollingInterval); 0: asked anew at every pass.
   */
  readonly cacheSeconds: number;
  /** Value that NaN becomes: prometheus-adapter returns 0, a scaler with ignoreNullValues: false returns an error. */
  readonly nanBecomes: 'zero' | 'missing';
}
