/** The span of a fault in seconds of simulated time; `until` may be Infinity. */
export interface Span {
  /** Start in seconds. */
  readonly from: number;
  /** End in seconds. */
  readonly until: number;
}

/** Effect of a fault on a metric. */
export type MetricDistortion =
  | { readonly kind: 'missing' }
  | { readonly kind: 'frozen' }
  | { readonly kind: 'multiply'; readonly factor: number }
  | { readonly kind: 'negative' }
  | { readonly kind: 'nan' }
  /** Values arrive `seconds` later than they would. */
  | { readonly kind: 'delayed'; readonly seconds: number }
  | { readonly kind: 'missing-for-pods'; /** Part of the pods, from 0 to 1, that report nothing. */ readonly share: number };

/** Injected fault. Workloads and node pools are identified by their id. */
export type Fault =
  /**
   * A metric of the workload's autoscaler is wrong or missing. `metric` is its name as in the HPA ('cpu', 'memory', a
   * custom name), '*' for all.
   */
  | ({ readonly kind: 'metric'; readonly workload: string; readonly metric: string; readonly distortion: MetricDistortion } & Span)
  /** Prometheus is down: its metrics fail. */
  | ({ readonly kind: 'prometheus-outage' } & Span)
  /** The controller stops, and starts `downSeconds` later without its recommendations and scale events. */
  | { readonly kind: 'controller-restart'; readonly at: number; readonly downSeconds: number }
  /**
   * So many ready pods crash. Their requests are killed; the kubelet starts the containers again after
   * `backoffSeconds`.
   */
  | { readonly kind: 'pod-crash'; readonly workload: string; readonly at: number; readonly pods: number; readonly backoffSeconds: number }
  /**
   * Nodes fail, with the pods on them. Their pods stay Ready until the node controller detects the failure,
   * `detectionSeconds` later, and are evicted and replaced `evictionSeconds` after that.
   */
  | {
    readonly kind: 'node-loss'; readonly nodePool: string; readonly at: number; readonly nodes: number;
    readonly detectionSeconds: number; readonly evictionSeconds: number;
  }
  /** The provider delivers no nodes. */
  | ({ readonly kind: 'no-nodes'; readonly nodePool: string } & Span)
  /**
   * A new revision is rolled out. Where the rollout waits for a person, it is promoted `promoteSeconds` later, and
   * never without them.
   */
  | { readonly kind: 'rollout'; readonly workload: string; readonly at: number; readonly promoteSeconds?: number }
  /** Another client sets spec.replicas: `kubectl scale`, a GitOps sync. */
  | { readonly kind: 'scale'; readonly workload: string; readonly at: number; readonly replicas: number }
  /** Requests that arrive in the span need `factor` times as long: a slow dependency, a cold cache. */
  | ({ readonly kind: 'slow-service'; readonly workload: string; readonly factor: number } & Span)
  /** Pods created in the span need `factor` times as long for each phase of their start-up: a slow registry. */
  | ({ readonly kind: 'slow-start'; readonly workload: string; readonly factor: number } & Span);
