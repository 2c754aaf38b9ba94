/** The span of a fault in seconds of simulated time; `until` may be Infinity. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** What a fault does to a metric. */
export type MetricDistortion =
  | { readonly kind: 'missing' }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'multiply'; readonly factor: number }
  | { readonly kind: 'negative' }
  | { readonly kind: 'nan' }
  /** Values arrive `seconds` later than they would. */
  | { readonly kind: 'delayed'; readonly seconds: number }
  | { readonly kind: 'missing-for-pods'; /** Part of the pods, from 0 to 1, that report nothing. */ readonly share: number };

/** Something that goes wrong at a time. Workloads and node pools are named by their id. */
export type Fault =
  /** A metric of the workload's autoscaler lies or is missing. `metric` is its name as in the HPA ('cpu', 'memory', a custom name), '*' for all. */
  | ({ readonly kind: 'metric'; readonly workload: string; readonly metric: string; readonly distortion: MetricDistortion } & Span)
  /** Prometheus answers nobody: metrics that come through it fail. */
  | ({ readonly kind: 'prometheus-outage' } & Span)
  /** The controller stops, and starts `downSeconds` later without its memory of recommendations and scale events. */
  | { readonly kind: 'controller-restart'; readonly at: number; readonly downSeconds: number }
  /** So many ready pods crash. Their requests are killed; the kubelet starts the containers again after `backoffSeconds`. */
  | { readonly kind: 'pod-crash'; readonly workload: string; readonly at: number; readonly pods: number; readonly backoffSeconds: number }
  /**
   * So many nodes die, with the pods on them. Their pods are taken for Ready until the node controller misses the node, `detectionSeconds` later, and are
   * evicted, so that others take their place, `evictionSeconds` after that.
   */
  | {
    readonly kind: 'node-loss'; readonly nodePool: string; readonly at: number; readonly nodes: number;
    readonly detectionSeconds: number; readonly evictionSeconds: number;
  }
  /** The provider delivers no nodes. */
  | ({ readonly kind: 'no-nodes'; readonly nodePool: string } & Span)
  /** A new revision is rolled out. */
  | { readonly kind: 'rollout'; readonly workload: string; readonly at: number }
  /** Somebody else sets spec.replicas: `kubectl scale`, a GitOps sync. */
  | { readonly kind: 'scale'; readonly workload: string; readonly at: number; readonly replicas: number }
  /** Requests that arrive in the span need `factor` times as long: a slow dependency, a cold cache. */
  | ({ readonly kind: 'slow-service'; readonly workload: string; readonly factor: number } & Span)
  /** Pods created in the span need `factor` times as long for each phase of their start-up: a slow registry. */
  | ({ readonly kind: 'slow-start'; readonly workload: string; readonly factor: number } & Span);
